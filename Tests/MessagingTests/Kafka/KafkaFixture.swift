import Logging
import Messaging

/// A development broker of its own for one test, and clients that are quick to notice things.
struct KafkaFixture: Sendable {
    let broker: MockBroker
    let configuration: KafkaConfiguration
    let logger: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    init(topics: [(name: String, partitions: Int)] = [("visits", 3)]) throws {
        broker = try MockBroker(topics: topics, logger: logger)
        configuration = KafkaConfiguration(
            bootstrapServers: broker.bootstrapServers,
            clientID: "test",
            sessionTimeout: .seconds(6),
            fetchWait: .milliseconds(10)
        )
    }

    func producer(cluster: String? = nil) throws -> KafkaProducer {
        try KafkaProducer(configuration, cluster: cluster, logger: logger)
    }

    func consumer(group: String = "group", topics: [String] = ["visits"]) throws -> KafkaConsumer {
        try KafkaConsumer(configuration, groupID: group, topics: topics, logger: logger)
    }

    /// Everything in a topic, by partition.
    func contents(of topic: String = "visits") async throws -> [Int32: [IncomingRecord]] {
        let reader = try KafkaReader(configuration, logger: logger)
        var found: [IncomingRecord] = []
        try await reader.readAll(topic) { found += $0 }
        return Dictionary(grouping: found, by: \.partition)
    }
}

extension OutgoingRecord {
    /// A record of text for the topic of the fixture.
    static func visit(
        _ text: String,
        key: String? = nil,
        partition: Int32 = OutgoingRecord.anyPartition
    ) -> OutgoingRecord {
        OutgoingRecord(topic: "visits", partition: partition, key: key.map { Array($0.utf8) }, value: Array(text.utf8))
    }
}

extension IncomingRecord {
    var text: String? { value.map { String(decoding: $0, as: UTF8.self) } }
}

extension KafkaConsumer {
    /// Polls until so many records came, beginning every assigned partition at its start.
    func collect(_ count: Int) async throws -> [IncomingRecord] {
        var found: [IncomingRecord] = []
        while found.count < count {
            switch try await poll(max: count - found.count, wait: .milliseconds(500)) {
            case .records(let records): found += records
            case .assigned(let partitions): try await assign(partitions.map { ($0, offset: .beginning) })
            case .revoked: try await unassign()
            case .offsetOutOfRange(let partition): try await seek(partition, to: .beginning)
            }
        }
        return found
    }
}

extension [Result<RecordPosition, KafkaError>] {
    var errors: [KafkaError] {
        compactMap { if case .failure(let error) = $0 { error } else { nil } }
    }

    func positions() throws -> [RecordPosition] { try map { try $0.get() } }
}
