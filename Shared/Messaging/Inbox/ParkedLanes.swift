import Logging
import Messages
import ServiceLifecycle
import Synchronization
import Vocabulary

/// Tries parked lanes again when they are due: a lane drains in order, its first message that still fails ends the try.
package struct ParkedLanes: Service {
    private let processor: BatchProcessor
    private let interval: Duration
    private let wakeUp: WakeUp?
    /// Tells this process from the one before it.
    private let process: UniqueID
    private let unsettled = UnsettledLanes()
    private let time: any RuntimeTime
    private let logger: Logger

    /// - Parameter wakeUp: told after a try that may have written to the outbox.
    package init(
        processor: BatchProcessor,
        interval: Duration = .milliseconds(500),
        wakeUp: WakeUp? = nil,
        process: UniqueID = .version7(at: .now),
        time: any RuntimeTime = ProcessTime(),
        logger: Logger
    ) {
        self.processor = processor
        self.interval = interval
        self.wakeUp = wakeUp
        self.process = process
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: interval, on: time, logger: logger) { try await retryDue() }
    }

    /// Works through all lanes that are due; returns how many tries there were.
    ///
    /// A lane that failed for a passing reason is left for the next round, so that it holds up no other.
    @discardableResult
    package func retryDue() async throws -> Int {
        try await release()
        var count = 0
        var left: Set<String> = []
        while let lane = try await processor.database.perform(BeginLaneTry(process: process, left: left)) {
            do {
                try await retry(lane)
            } catch let error as CancellationError {
                throw error
            } catch {
                left.insert(lane.key)
                unsettled.keys.withLock { _ = $0.insert(lane.key) }
                logger.warning("A parked lane could not be tried.", metadata: ["error": "\(error.reason)"])
            }
            count += 1
        }
        if count > 0 { wakeUp?.signal() }
        return count
    }

    /// Takes back tries that failed for a passing reason, such as a lost connection: their process did not end.
    private func release() async throws {
        let keys = unsettled.keys.withLock { $0 }
        guard !keys.isEmpty else { return }
        try await processor.database.perform(ReleaseLanes(process: process, keys: keys.sorted()))
        unsettled.keys.withLock { $0.subtract(keys) }
    }

    private func retry(_ lane: BegunTry) async throws {
        if lane.crashes >= processor.parking.crashes {
            let reason = "\(lane.crashes) tries of it ended with the process that made them"
            return try await give(up: lane.key, LaneFailure(code: ParkingCode.crashed, reason: reason, isFinal: true))
        }
        do {
            try await attempt(lane.key)
        } catch  where error.isLasting {
            try await retryFirst(of: lane.key)
        }
    }

    /// After the lane failed as a whole: its first message alone, so that one that is fine goes through and one that is
    /// not waits for its next time.
    private func retryFirst(of key: String) async throws {
        do {
            try await attempt(key, atMost: 1)
        } catch  where error.isLasting {
            try await give(up: key, LaneFailure(code: ParkingCode.failed, reason: error.reason))
        }
    }

    private func attempt(_ key: String, atMost limit: Int = 200) async throws {
        let retry = LaneRetry(processor: processor, process: process, key: key, atMost: limit)
        tell(of: try await processor.database.perform(retry))
    }

    private func give(up key: String, _ failure: LaneFailure) async throws {
        let failing = FailedTry(processor: processor, process: process, key: key, failure: failure)
        tell(of: try await processor.database.perform(failing))
    }

    private func tell(of result: LaneTry?) {
        guard let result, let (message, failure) = result.failure else { return }
        let metadata: Logger.Metadata = [
            "code": "\(failure.code)", "reason": "\(failure.reason)", "attempts": "\(message.attempts + 1)",
        ]
        if result.isDead(processor.parking) {
            logger.error("A parked lane is dead: an operator must act (aftercare dlq list).", metadata: metadata)
        } else {
            logger.warning("A parked message still cannot be handled.", metadata: metadata)
        }
    }
}

/// Lanes whose try could not be brought to an end.
private final class UnsettledLanes: Sendable {
    let keys = Mutex<Set<String>>([])
}

private struct ReleaseLanes: UnitOfWork {
    let process: UniqueID
    let keys: [String]

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws {
        try await transaction.releaseLanes(keys, triedBy: process)
    }
}

/// Takes on the next lane that is due.
private struct BeginLaneTry: UnitOfWork {
    let process: UniqueID
    let left: Set<String>

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> BegunTry? {
        try await transaction.beginLaneTry(by: process, except: left)
    }
}
