import Database
import Logging
import Messages
import ServiceLifecycle
import Vocabulary

/// Reads the service's topics as a member of its consumer group and hands batches to the processor.
///
/// The numbers in `consumer_sequence` decide what is new; offsets only say where to go on reading, and only in the log
/// that gave them (`LogAudit`). So a broker that lost everything, or dropped what was unread, is noticed and never
/// skipped in silence.
///
/// On graceful shutdown it finishes the batch in hand and leaves the group, so that another instance goes on at once.
package final class Consumer: Service {
    private let processor: BatchProcessor
    private let broker: any ConsumerBroker
    private let presence: ConsumerPresence?
    private let onCommit: WakeUp
    private let pace: DeliveryPace
    private let metrics = ConsumerMetrics()
    private let stop = StopSign()
    private let time: any RuntimeTime
    private let logger: Logger

    /// Records in one transaction at most.
    static let batchLimit = 500

    package convenience init(
        processor: BatchProcessor,
        kafka: KafkaConfiguration,
        topics: [String],
        presence: ConsumerPresence? = nil,
        onCommit: WakeUp,
        pace: DeliveryPace = DeliveryPace(),
        logger: Logger
    ) {
        let broker = KafkaConsumerBroker(
            configuration: kafka,
            groupID: processor.service.consumerGroup,
            topics: topics,
            logger: logger
        )
        self.init(
            processor: processor,
            broker: broker,
            presence: presence,
            onCommit: onCommit,
            pace: pace,
            time: ProcessTime(),
            logger: logger
        )
    }

    /// The consumer behind its seams.
    init(
        processor: BatchProcessor,
        broker: any ConsumerBroker,
        presence: ConsumerPresence? = nil,
        onCommit: WakeUp,
        pace: DeliveryPace = DeliveryPace(),
        time: any RuntimeTime,
        logger: Logger
    ) {
        self.processor = processor
        self.broker = broker
        self.presence = presence
        self.onCommit = onCommit
        self.pace = pace
        self.time = time
        self.logger = logger
    }

    /// - Throws: when another instance runs under the same group instance id; everything else is tried again.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            var failures = 0
            while !stop.isUp {
                do {
                    try await session()
                    failures = 0
                } catch let error as KafkaError where error.isFencing {
                    logger.critical("Another instance has taken this one's group instance id.")
                    throw error
                } catch is CancellationError {
                    return
                } catch {
                    failures += 1
                    failed(error, failures)
                }
                processor.state.rest()
                let pause = DeliveryPace.pause(.milliseconds(500), .seconds(5), after: max(1, failures), on: time)
                await stop.sleep(for: pause, on: time)
            }
        } onGracefulShutdown: { [stop] in
            stop.raise()
        }
    }

    private func failed(_ error: any Error, _ failures: Int) {
        logger.warning("Reading the topics failed; it begins anew.", metadata: ["error": "\(error)"])
        if error is DatabaseError, failures >= pace.patience {
            processor.state.stand(still: "the topics cannot be read: \(error)")
        }
    }

    /// One membership in the group, until it fails or the service stops.
    private func session() async throws {
        let clusterID = try await broker.clusterID()
        let consumer = try broker.join(cluster: clusterID)
        do {
            try await presence?.subscribed()
            try await read(consumer, clusterID)
        } catch {
            await leave(consumer)
            throw error
        }
        await leave(consumer)
    }

    private func leave(_ consumer: any ConsumerLog) async {
        processor.state.begin("leaving the consumer group")
        await consumer.close(within: .seconds(10))
        processor.state.rest()
    }

    /// Reads one cluster; `poll` throws when another one answers, and the next session begins with its logs.
    private func read(_ consumer: any ConsumerLog, _ clusterID: String) async throws {
        var watch = LogWatch(
            processor: processor,
            consumer: consumer,
            clusterID: clusterID,
            metrics: metrics,
            logger: logger
        )
        var held = HeldPartitions()
        while !stop.isUp {
            processor.state.begin("polling")
            switch try await consumer.poll(max: Self.batchLimit, wait: .milliseconds(250)) {
            case .records(let records):
                let fresh = try await watch.sift(records)
                if !fresh.isEmpty { try await take(fresh, clusterID, consumer, &watch, &held) }
                let due = held.release(at: time.elapsed)
                if !due.isEmpty { try await consumer.resume(due) }
            case .assigned(let partitions):
                processor.state.begin("taking over partitions")
                try await watch.assigned(partitions)
                try await presence?.assigned(partitions)
                processor.state.stand(still: nil)
            case .revoked(let partitions):
                held.forget(partitions)
                try await watch.revoked(partitions)
                try await presence?.revoked()
            case .offsetOutOfRange(let partition):
                try await watch.outOfRange(partition)
            }
        }
    }

    private func take(
        _ records: [IncomingRecord],
        _ clusterID: String,
        _ consumer: any ConsumerLog,
        _ watch: inout LogWatch,
        _ held: inout HeldPartitions
    ) async throws {
        let delivery = BatchDelivery(
            processor: processor,
            stop: stop,
            pace: pace,
            time: time,
            metrics: metrics,
            logger: logger
        )
        guard let report = try await delivery.deliver(records, clusterID) else { return }
        let taken = records.filter { record in report.held[record.topicPartition].map { record.offset < $0 } ?? true }
        watch.applied(taken)
        try await Failpoint.reach("consumer.committed")
        if report.ahead > 0 {
            logger.warning("Messages are missing before these.", metadata: ["waiting": "\(report.ahead)"])
        }
        onCommit.signal()
        commit(taken, consumer)
        try await hold(report.held, consumer, &held)
    }

    /// Reads nothing more from partitions whose messages may not be parked any more.
    private func hold(
        _ cuts: [TopicPartition: Int64],
        _ consumer: any ConsumerLog,
        _ held: inout HeldPartitions
    ) async throws {
        guard !cuts.isEmpty else { return }
        logger.error(
            "Too much waits in parked lanes: these partitions stand still (aftercare dlq list).",
            metadata: ["partitions": "\(cuts.keys.sorted())"]
        )
        for (partition, offset) in cuts { try await consumer.seek(partition, to: offset) }
        try await consumer.pause(cuts.keys.sorted())
        held.hold(cuts.keys, at: time.elapsed)
    }

    private func commit(_ records: [IncomingRecord], _ consumer: any ConsumerLog) {
        var next: [TopicPartition: Int64] = [:]
        for record in records { next[record.topicPartition] = record.offset + 1 }
        if !next.isEmpty { consumer.commitHint(next.map { ($0.key, offset: $0.value) }) }
    }
}
