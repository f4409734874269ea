import Logging
import Messages

/// The broker as the relay sees it.
protocol RelayBroker: Sendable {
    func clusterID() async throws -> String
    /// A producer that sends to that cluster and to no other.
    func makeProducer(for clusterID: String) throws -> any RelayProducer
    /// The first record at or behind each offset; partitions that give none in time are absent.
    func records(at offsets: [TopicPartition: Int64]) async throws -> [TopicPartition: IncomingRecord]
    /// The last records of some partitions, of each at most so many, in order.
    func tails(of partitions: [TopicPartition], count: Int) async throws -> [IncomingRecord]
}

/// Sends records in order and reports on each; `KafkaProducer` says how.
protocol RelayProducer: Sendable {
    /// Grows with every connection begun: a reason to compare `clusterID()` with the one known.
    var connections: Int { get }
    func clusterID() async throws -> String
    /// How many partitions a topic has.
    ///
    /// - Throws: `UNKNOWN_TOPIC_OR_PART` when there is none of that name.
    func partitionCount(of topic: String) async throws -> Int
    /// The offset behind the last record of each partition; partitions that are not there are absent.
    func logEnds(of partitions: [TopicPartition]) async throws -> [TopicPartition: Int64]
    func produce(_ records: [OutgoingRecord]) async -> [Result<RecordPosition, KafkaError>]
    /// Gives up what is queued and in flight, then ends.
    func purgeAndClose() async
}

extension KafkaProducer: RelayProducer {}

/// The broker that the configuration names.
struct KafkaRelayBroker: RelayBroker {
    let configuration: KafkaConfiguration
    let logger: Logger

    func clusterID() async throws -> String {
        try await KafkaAdmin(configuration, logger: logger).clusterID()
    }

    func makeProducer(for clusterID: String) throws -> any RelayProducer {
        try KafkaProducer(configuration, cluster: clusterID, logger: logger)
    }

    func records(at offsets: [TopicPartition: Int64]) async throws -> [TopicPartition: IncomingRecord] {
        guard !offsets.isEmpty else { return [:] }
        let reader = try KafkaReader(configuration, logger: logger)
        var found: [TopicPartition: IncomingRecord] = [:]
        try await reader.open(at: offsets.map { ($0.key, offset: $0.value) })
        let end = ContinuousClock.now + .seconds(5)
        while found.count < offsets.count, ContinuousClock.now < end {
            for record in try await reader.next(wait: .milliseconds(200)) where found[record.topicPartition] == nil {
                found[record.topicPartition] = record
            }
        }
        await reader.close()
        return found
    }

    func tails(of partitions: [TopicPartition], count: Int) async throws -> [IncomingRecord] {
        guard !partitions.isEmpty else { return [] }
        let reader = try KafkaReader(configuration, logger: logger)
        var records: [IncomingRecord] = []
        try await reader.readTails(of: partitions, count: count) { records += $0 }
        await reader.close()
        return records
    }
}
