import Logging
import Messages
import ServiceLifecycle
import Vocabulary

/// Reads the service's topics as a member of its consumer group and hands batches to the processor.
///
/// The numbers in `consumer_sequence` decide what is new; offsets only say where to go on reading, and only for the broker
/// that gave them. So a broker that lost everything, or dropped what was unread, is noticed and never skipped in silence.
package final class Consumer: Service {
    private let processor: BatchProcessor
    private let broker: any ConsumerBroker
    private let presence: ConsumerPresence?
    private let onCommit: WakeUp
    private let time: any RuntimeTime
    private let logger: Logger

    /// Records in one transaction at most.
    static let batchLimit = 500

    package convenience init(
        processor: BatchProcessor,
        kafka: KafkaConfiguration,
        topics: [String],
        instanceID: String? = nil,
        presence: ConsumerPresence? = nil,
        onCommit: WakeUp,
        logger: Logger
    ) {
        let broker = KafkaConsumerBroker(
            configuration: kafka,
            groupID: processor.service.consumerGroup,
            instanceID: instanceID,
            topics: topics,
            logger: logger
        )
        self.init(
            processor: processor,
            broker: broker,
            presence: presence,
            onCommit: onCommit,
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
        time: any RuntimeTime,
        logger: Logger
    ) {
        self.processor = processor
        self.broker = broker
        self.presence = presence
        self.onCommit = onCommit
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: .milliseconds(500), on: time, logger: logger) { try await self.session() }
    }

    /// One membership in the group, until it fails or the service stops.
    private func session() async throws {
        let clusterID = try await broker.clusterID()
        let consumer = try broker.join(cluster: clusterID)
        do {
            try await presence?.subscribed()
            try await read(consumer, clusterID)
        } catch {
            await consumer.close(within: .seconds(10))
            throw error
        }
        await consumer.close(within: .seconds(10))
    }

    /// Reads one cluster; `poll` throws when another one answers, and the next session begins with its logs.
    private func read(_ consumer: any ConsumerLog, _ clusterID: String) async throws {
        while !Task.isCancelled {
            switch try await consumer.poll(max: Self.batchLimit, wait: .milliseconds(250)) {
            case .records(let records):
                guard !records.isEmpty else { continue }
                try await process(records, clusterID)
                try await Failpoint.reach("consumer.committed")
                commit(records, consumer)
            case .assigned(let partitions):
                try await consumer.assign(try await positions(of: partitions, clusterID))
                try await presence?.assigned(partitions)
            case .revoked:
                try await consumer.unassign()
                try await presence?.revoked()
            case .offsetOutOfRange(let partition):
                logger.warning(
                    "The log no longer holds the position; reading goes on at its beginning.",
                    metadata: ["partition": "\(partition)"]
                )
                try await consumer.seek(partition, to: .beginning)
            }
        }
    }

    /// Hands a batch over, again and again while the database is away; nothing is skipped.
    private func process(_ records: [IncomingRecord], _ clusterID: String) async throws {
        var failures = 0
        while true {
            do {
                try await Failpoint.reach("consumer.polled")
                let report = try await processor.process(records, clusterID: clusterID)
                if report.ahead > 0 {
                    logger.warning("Messages are missing before these.", metadata: ["waiting": "\(report.ahead)"])
                }
                onCommit.signal()
                return
            } catch let error as CancellationError {
                throw error
            } catch {
                failures += 1
                logger.error("A batch could not be processed; it stays.", metadata: ["error": "\(error)"])
                try await time.sleep(for: .milliseconds(min(5000, 50 << min(failures, 7))))
            }
        }
    }

    private func commit(_ records: [IncomingRecord], _ consumer: any ConsumerLog) {
        var next: [TopicPartition: Int64] = [:]
        for record in records { next[record.topicPartition] = record.offset + 1 }
        consumer.commitHint(next.map { ($0.key, offset: $0.value) })
    }

    /// Where to go on: the stored offset when it is this broker's and still in the log, else the beginning.
    private func positions(
        of partitions: [TopicPartition],
        _ clusterID: String
    ) async throws -> [(TopicPartition, offset: Int64)] {
        let stored = try await processor.database.offsets(of: partitions, clusterID: clusterID)
        return partitions.map { ($0, offset: stored[$0] ?? .beginning) }
    }
}
