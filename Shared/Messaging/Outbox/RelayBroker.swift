import Logging

/// The broker as the relay sees it.
protocol RelayBroker: Sendable {
    func clusterID() async throws -> String
    /// A producer that sends to that cluster and to no other.
    func makeProducer(for clusterID: String) throws -> any RelayProducer
}

/// Sends records in order and reports on each; `KafkaProducer` says how.
protocol RelayProducer: Sendable {
    /// Grows with every connection begun: a reason to compare `clusterID()` with the one known.
    var connections: Int { get }
    func clusterID() async throws -> String
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
}
