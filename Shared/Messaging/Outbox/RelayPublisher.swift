import Logging
import Messages
import Metrics
import Vocabulary

/// Sends numbered rows of the outbox to the broker and sorts out what it says to each.
struct RelayPublisher: Sendable {
    /// What became of the rows that were sent.
    struct Report: Sendable {
        /// The newest acknowledged record of each partition.
        var marks: [TopicPartition: LogMark] = [:]
        /// Where the first of them lies in each partition.
        var firstOffsets: [TopicPartition: Int64] = [:]
        /// Partitions in which a later record lies before an earlier one: they lost their end between the two.
        var cutShort: Set<TopicPartition> = []
        /// Partitions that the broker takes nothing for, from which number on, and why.
        var refused: [TopicPartition: (sequence: Int64, error: KafkaError)] = [:]
    }

    let producer: any RelayProducer
    let store: any RelayStorage
    let logger: Logger
    private let metrics = SendMetrics()
    private let relayMetrics = RelayMetrics()

    init(producer: any RelayProducer, store: any RelayStorage, logger: Logger) {
        self.producer = producer
        self.store = store
        self.logger = logger
    }

    /// Sends rows in the order given.
    ///
    /// - Throws: what concerns the whole broker; what concerns single partitions is in the report.
    func send(_ rows: [NumberedRow]) async throws -> Report {
        guard !rows.isEmpty else { return Report() }
        var report = try await missingTopics(of: rows)
        let chosen = rows.filter { report.refused[$0.row.partition] == nil }
        let start = ContinuousClock.now
        let results = await producer.produce(chosen.map(\.record))
        metrics.published(chosen.map(\.row.partition.topic), in: start.duration(to: .now))
        try await Failpoint.reach("relay.reported")
        for (row, result) in zip(chosen, results) where report.refused[row.row.partition] == nil {
            if case .failure(let error) = result { metrics.refused(error) }
            switch result {
            case .success(let position): report.note(row, at: position)
            case .failure(let error) where error.refusesRecordForGood: try await sendAlone(row, &report)
            case .failure(let error) where error.concernsPartition:
                report.refused[row.row.partition] = (row.sequence, error)
            case .failure(let error): throw error
            }
        }
        return report
    }

    /// Asks before anything is handed over: a producer waits long for a topic that is not there.
    private func missingTopics(of rows: [NumberedRow]) async throws -> Report {
        var report = Report()
        var counts: [String: Result<Int, KafkaError>] = [:]
        for row in rows where report.refused[row.row.partition] == nil {
            let partition = row.row.partition
            if counts[partition.topic] == nil { counts[partition.topic] = try await count(partition.topic) }
            switch counts[partition.topic] {
            case .failure(let error): report.refused[partition] = (row.sequence, error)
            case .success(let count) where partition.partition >= count:
                report.refused[partition] = (row.sequence, .tooFewPartitions(partition.topic, count))
            case .success, nil: continue
            }
        }
        return report
    }

    private func count(_ topic: String) async throws -> Result<Int, KafkaError> {
        do {
            return .success(try await producer.partitionCount(of: topic))
        } catch let error as KafkaError where error.concernsPartition {
            return .failure(error)
        }
    }

    /// A batch may be refused for the sake of one record, so each gets its own chance.
    private func sendAlone(_ row: NumberedRow, _ report: inout Report) async throws {
        guard case .failure(let error) = await producer.produce([row.record]).first else {
            return
        }
        if error.concernsPartition {
            report.refused[row.row.partition] = (row.sequence, error)
            return
        }
        guard error.refusesRecordForGood else { throw error }
        try await store.quarantine(row.row, sequence: row.sequence, reason: error.name)
        relayMetrics.quarantined.increment()
        logger.error(
            "The broker refused a message for good; it is in outbox_quarantine.",
            metadata: ["seq": "\(row.row.seq)", "topic": "\(row.row.partition.topic)", "error": "\(error.name)"]
        )
        try await skip(row.row.partition, from: row.sequence, through: row.sequence, reason: error.name)
    }

    /// Tells consumers that some numbers will never come.
    func skip(_ partition: TopicPartition, from: Int64, through: Int64, reason: String) async throws {
        let record = try OutgoingRecord.placeholder(
            in: partition,
            of: store.service,
            from: from,
            through: through,
            reason: reason
        )
        if case .failure(let error) = await producer.produce([record]).first { throw error }
    }
}

extension RelayPublisher.Report {
    fileprivate mutating func note(_ row: NumberedRow, at position: RecordPosition) {
        // A repetition that the broker recognised comes back without its place.
        guard position.offset >= 0 else { return }
        let partition = row.row.partition
        firstOffsets[partition] = min(firstOffsets[partition] ?? .max, position.offset)
        if let mark = marks[partition], mark.offset >= position.offset { cutShort.insert(partition) }
        marks[partition] = LogMark(offset: position.offset, id: row.row.eventID)
    }
}

extension NumberedRow {
    var record: OutgoingRecord {
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

extension OutgoingRecord {
    /// Stands for numbers of a partition that will never come.
    static func placeholder(
        in partition: TopicPartition,
        of service: ServiceName,
        from: Int64,
        through: Int64,
        reason: String
    ) throws -> OutgoingRecord {
        let source = service.source
        let id = CommandID.derived("skipped", from: source, partition.description, String(from), String(through)).value
        let now = Timestamp.now
        return OutgoingRecord(
            topic: partition.topic,
            partition: partition.partition,
            // A compacted topic takes no record without a key.
            key: Array("skipped/\(source)/\(through)".utf8),
            value: try SequenceSkippedV1(from: from, through: through, reason: reason).jsonBytes(),
            headers: [
                KafkaHeader(HeaderName.version, "1.0"), KafkaHeader(HeaderName.source, source),
                KafkaHeader(HeaderName.id, UniqueID.version7(at: now, random: (id.high, id.low)).description),
                KafkaHeader(HeaderName.type, SequenceSkippedV1.contract.type),
                KafkaHeader(HeaderName.time, now.description), KafkaHeader(HeaderName.sequence, String(through)),
                KafkaHeader(HeaderName.contentType, "application/json"),
            ]
        )
    }
}

extension KafkaError {
    /// MSG_SIZE_TOO_LARGE, RECORD_LIST_TOO_LARGE, POLICY_VIOLATION, INVALID_RECORD: the same record will never be taken.
    var refusesRecordForGood: Bool { [10, 18, 44, 87].contains(code) }

    /// UNKNOWN_TOPIC_OR_PART, INVALID_TOPIC, TOPIC_AUTHORIZATION_FAILED and the library's own unknown topic or
    /// partition: other topics are not concerned.
    var concernsPartition: Bool { !isFatal && [3, 17, 29, -188, -190].contains(code) }

    static func tooFewPartitions(_ topic: String, _ count: Int) -> KafkaError {
        KafkaError(
            code: 3,
            name: "UNKNOWN_TOPIC_OR_PART",
            message: "the topic \(topic) has only \(count) partitions",
            isRetriable: true,
            isFatal: false
        )
    }
}
