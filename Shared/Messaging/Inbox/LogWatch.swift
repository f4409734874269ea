import Logging
import Messages
import Metrics

/// Applies what `LogAudit` finds to the consumer, the tables and the alarms: nothing is reset in silence.
struct LogWatch: Sendable {
    private let processor: BatchProcessor
    private let consumer: any ConsumerLog
    private let clusterID: String
    private let metrics: ConsumerMetrics
    private let logger: Logger
    private var audit = LogAudit()

    init(
        processor: BatchProcessor,
        consumer: any ConsumerLog,
        clusterID: String,
        metrics: ConsumerMetrics,
        logger: Logger
    ) {
        self.processor = processor
        self.consumer = consumer
        self.clusterID = clusterID
        self.metrics = metrics
        self.logger = logger
    }

    mutating func assigned(_ partitions: [TopicPartition]) async throws {
        let marks = try await processor.database.marks(of: partitions, clusterID: clusterID)
        try await consumer.assign(audit.begin(partitions, marks: marks))
    }

    mutating func revoked(_ partitions: [TopicPartition]) async throws {
        audit.end(partitions)
        try await consumer.unassign()
    }

    /// - Returns: what is to be applied.
    mutating func sift(_ records: [IncomingRecord]) async throws -> [IncomingRecord] {
        let (fresh, changed) = audit.sift(records)
        for partition in changed {
            let (low, _) = try await consumer.watermarks(of: partition)
            try await begin(partition, at: low)
        }
        return fresh
    }

    mutating func applied(_ records: [IncomingRecord]) {
        audit.note(records)
    }

    /// The broker does not have the position of a partition.
    mutating func outOfRange(_ partition: TopicPartition) async throws {
        let (low, high) = try await consumer.watermarks(of: partition)
        switch audit.remedy(for: partition, low: low, high: high) {
        case .resume(let offset):
            audit.restart(partition)
            try await consumer.seek(partition, to: offset)
        case .changed:
            try await begin(partition, at: low)
        case .overtaken(let first, let resume):
            metrics.overtaken.increment(by: Int(resume - first))
            let gap = LogBreak(kind: .overtaken, partition: partition, first: first, last: resume - 1, resume: resume)
            let text = "the broker dropped unread messages of \(partition), offsets \(first) to \(resume - 1)"
            try await raise(gap, text)
        }
    }

    /// Another log stands where the known one was: all of it is read, and copies are dropped by their numbers.
    private mutating func begin(_ partition: TopicPartition, at low: Int64) async throws {
        metrics.changedLogs.increment()
        let first = audit.next(of: partition) ?? 0
        let gap = LogBreak(kind: .changed, partition: partition, first: first, last: nil, resume: low)
        try await raise(gap, "the log of \(partition) is another one than was read up to offset \(first)")
    }

    private mutating func raise(_ gap: LogBreak, _ text: String) async throws {
        logger.error(
            "Messages may be missing: \(text). Their senders are asked where they number what they send.",
            metadata: ["partition": "\(gap.partition)", "first": "\(gap.first)", "resume": "\(gap.resume)"]
        )
        processor.state.raise(text)
        try await processor.database.note(gap, clusterID: clusterID)
        audit.restart(gap.partition)
        try await consumer.seek(gap.partition, to: gap.resume)
    }
}
