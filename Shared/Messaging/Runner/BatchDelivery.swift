import Database
import Logging
import Metrics
import Vocabulary

/// Hands a batch to the processor until it is through: nothing is skipped, whatever fails.
struct BatchDelivery: Sendable {
    let processor: BatchProcessor
    let stop: StopSign
    let pace: DeliveryPace
    let time: any RuntimeTime
    let metrics: ConsumerMetrics
    let logger: Logger

    /// - Returns: `nil` when the service stops before the batch is through; nothing of it has happened then.
    func deliver(_ records: [IncomingRecord], _ clusterID: String) async throws -> BatchReport? {
        var failures = 0
        while true {
            let first = records.first.map { "\($0.topicPartition)@\($0.offset)" } ?? "nowhere"
            processor.state.begin("processing \(records.count) records from \(first) on")
            do {
                try await Failpoint.reach("consumer.polled")
                let report = try await processor.process(records, clusterID: clusterID)
                processor.state.stand(still: nil)
                if failures > 0 { logger.info("Batches go through again.") }
                return report
            } catch let error as CancellationError {
                throw error
            } catch let failure as DependencyFailure {
                guard try await waitForDependency(failure, records, clusterID) else { return nil }
            } catch {
                failures += 1
                failed(error, failures)
                await wait(pace.retry, pace.longestRetry, after: failures)
            }
            if stop.isUp { return nil }
        }
    }

    private func wait(_ first: Duration, _ longest: Duration, after failures: Int) async {
        await stop.sleep(for: DeliveryPace.pause(first, longest, after: failures, on: time), on: time)
    }

    private func failed(_ error: any Error, _ failures: Int) {
        metrics.failedBatches.increment()
        logger.error("A batch could not be processed; it stays.", metadata: ["error": "\(error)"])
        guard failures >= pace.patience else { return }
        processor.state.stand(still: "no batch goes through, \(failures) times in a row: \(error)")
    }

    /// Tries one key from time to time, and takes all back, until one succeeds.
    ///
    /// - Returns: `false` when the service stops.
    private func waitForDependency(
        _ failure: DependencyFailure,
        _ records: [IncomingRecord],
        _ clusterID: String
    ) async throws -> Bool {
        logger.critical(
            "All keys fail for one reason; one is tried from time to time and nothing is parked.",
            metadata: ["reason": "\(failure.reason)"]
        )
        processor.state.pause("paused, since all keys fail for one reason: \(failure.reason)")
        metrics.paused.record(1)
        defer {
            processor.state.pause(nil)
            metrics.paused.record(0)
        }
        let began = time.elapsed
        var turn = 0
        while time.elapsed - began < pace.longestPause {
            turn += 1
            await wait(pace.probe, pace.longestProbe, after: turn)
            if stop.isUp { return false }
            processor.state.beat()
            metrics.probes.increment()
            if try await processor.probe(records, clusterID: clusterID, turn: turn - 1) {
                logger.notice("A key was handled again; work goes on.", metadata: ["probes": "\(turn)"])
                return true
            }
        }
        logger.error("Nothing has succeeded for long; what fails is parked.")
        processor.giveUpWaiting()
        return true
    }
}
