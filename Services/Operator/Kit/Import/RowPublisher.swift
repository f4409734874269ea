import Logging
import Messages
import Messaging
import Vocabulary

extension OpenRepairRow {
    /// The id under which the suite reports what became of this row.
    package var commandID: CommandID { .derived("message", from: source, id) }

    /// CloudEvents 1.0 in binary mode, keyed by the record's id.
    package func record(time: Timestamp) -> OutgoingRecord {
        let contract = OpenRepairRecordV1.contract
        return OutgoingRecord(
            topic: contract.topic.name,
            key: Array(id.utf8),
            value: body.bytes,
            headers: [
                KafkaHeader("ce_specversion", "1.0"), KafkaHeader("ce_id", id), KafkaHeader("ce_source", source),
                KafkaHeader("ce_type", contract.type), KafkaHeader("ce_time", time.description),
                KafkaHeader("content-type", "application/json"),
            ]
        )
    }
}

/// Puts rows on the ingress topic; makes a new producer when the old one has died with its broker.
actor RowPublisher {
    private let configuration: KafkaConfiguration
    private let logger: Logger
    private var producer: KafkaProducer

    init(_ configuration: KafkaConfiguration) throws {
        self.configuration = configuration
        var logger = Logger(label: "import")
        logger.logLevel = .critical
        self.logger = logger
        producer = try KafkaProducer(configuration, logger: logger)
    }

    /// Returns when the broker has acknowledged all of them.
    func publish(_ rows: [OpenRepairRow]) async throws {
        var left = rows
        while !left.isEmpty {
            let now = Timestamp.now
            let results = await producer.produce(left.map { $0.record(time: now) })
            var failed: [OpenRepairRow] = []
            var last: KafkaError?
            for (row, result) in zip(left, results) {
                guard case .failure(let error) = result else { continue }
                failed.append(row)
                last = error
            }
            try Task.checkCancellation()
            guard let last else { return }
            guard last.isFatal || last.isRetriable else { throw OperatorError("Kafka refuses the rows: \(last)") }
            if last.isFatal {
                await producer.purgeAndClose()
                producer = try KafkaProducer(configuration, logger: logger)
            }
            left = failed
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    func close() async {
        await producer.close(flush: .seconds(5))
    }
}
