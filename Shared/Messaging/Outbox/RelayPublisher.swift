import Logging
import Messages
import Vocabulary

/// Sends rows of the outbox to the broker and gives each its number within its partition.
struct RelayPublisher: Sendable {
    let producer: any RelayProducer
    let store: any RelayStorage
    let logger: Logger
    private let metrics = RuntimeMetrics()

    init(producer: any RelayProducer, store: any RelayStorage, logger: Logger) {
        self.producer = producer
        self.store = store
        self.logger = logger
    }

    /// Rows read and sent at once.
    static let sliceLimit = 2000

    /// Publishes whole windows of several lanes, counting on from `sequences`.
    ///
    /// - Parameter partition: when set, only that partition's rows are sent (the others are counted).
    /// - Returns: the windows with the numbers they started at.
    func publish(
        _ windows: [RelayWindow],
        sequences: inout [TopicPartition: Int64],
        only partition: TopicPartition? = nil
    ) async throws -> [PublishedWindow] {
        var published = windows.map { PublishedWindow(window: $0) }
        var last: RelayRow?
        while true {
            try Task.checkCancellation()
            let rows = try await store.rows(of: windows, after: last, limit: Self.sliceLimit)
            guard let final = rows.last else { return published }
            try await Failpoint.reach("relay.read")
            try await send(number(rows, &sequences, &published), only: partition)
            last = final
            if rows.count < Self.sliceLimit { return published }
        }
    }

    private func number(
        _ rows: [RelayRow],
        _ sequences: inout [TopicPartition: Int64],
        _ published: inout [PublishedWindow]
    ) -> [(row: RelayRow, sequence: Int64)] {
        rows.map { row in
            let sequence = sequences[row.partition] ?? 1
            sequences[row.partition] = sequence + 1
            if let index = published.firstIndex(where: { $0.window.lane == row.lane && $0.window.tick == row.tick }),
                published[index].starts[row.partition] == nil
            {
                published[index].starts[row.partition] = sequence
            }
            return (row, sequence)
        }
    }

    private func send(_ rows: [(row: RelayRow, sequence: Int64)], only partition: TopicPartition?) async throws {
        let chosen = rows.filter { partition == nil || $0.row.partition == partition }
        let start = ContinuousClock.now
        let results = await producer.produce(chosen.map { Self.record($0.row, $0.sequence) })
        metrics.published(chosen.count, in: start.duration(to: .now))
        try await Failpoint.reach("relay.reported")
        for ((row, sequence), result) in zip(chosen, results) {
            guard case .failure(let error) = result else { continue }
            guard error.refusesRecordForGood else { throw error }
            try await store.quarantine(row, sequence: sequence, reason: error.name)
            logger.error(
                "The broker refused a message for good; it is in outbox_quarantine.",
                metadata: ["seq": "\(row.seq)", "topic": "\(row.partition.topic)", "error": "\(error.name)"]
            )
            try await skip(row.partition, from: sequence, through: sequence, reason: error.name)
        }
    }

    /// Tells consumers that some numbers will never come.
    func skip(_ partition: TopicPartition, from: Int64, through: Int64, reason: String) async throws {
        let source = store.service.source
        let skipped = SequenceSkippedV1(from: from, through: through, reason: reason)
        let id = CommandID.derived(
            "skipped",
            from: source,
            partition.description,
            String(from),
            String(through)
        ).value
        let now = Timestamp.now
        let headers = [
            KafkaHeader(HeaderName.version, "1.0"), KafkaHeader(HeaderName.source, source),
            KafkaHeader(HeaderName.id, UniqueID.version7(at: now, random: (id.high, id.low)).description),
            KafkaHeader(HeaderName.type, SequenceSkippedV1.contract.type),
            KafkaHeader(HeaderName.time, now.description), KafkaHeader(HeaderName.sequence, String(through)),
            KafkaHeader(HeaderName.contentType, "application/json"),
        ]
        let record = OutgoingRecord(
            topic: partition.topic,
            partition: partition.partition,
            // A compacted topic takes no record without a key.
            key: Array("skipped/\(source)/\(through)".utf8),
            value: try skipped.jsonBytes(),
            headers: headers
        )
        if case .failure(let error) = await producer.produce([record]).first { throw error }
    }

    private static func record(_ row: RelayRow, _ sequence: Int64) -> OutgoingRecord {
        OutgoingRecord(
            topic: row.partition.topic,
            partition: row.partition.partition,
            key: Array(row.key.utf8),
            value: row.payload,
            headers: row.headers.map { KafkaHeader($0.name, $0.value) }
                + [KafkaHeader(HeaderName.sequence, String(sequence))]
        )
    }
}

extension KafkaError {
    /// MSG_SIZE_TOO_LARGE, RECORD_LIST_TOO_LARGE, POLICY_VIOLATION, INVALID_RECORD: the same record will never be taken.
    var refusesRecordForGood: Bool { [10, 18, 44, 87].contains(code) }
}
