import Logging

/// The broker as the consumer sees it.
protocol ConsumerBroker: Sendable {
    func clusterID() async throws -> String
    /// Becomes a member of the group, reading that cluster and no other.
    func join(cluster: String) throws -> any ConsumerLog
}

/// One membership in the group; `KafkaConsumer` says how.
protocol ConsumerLog: Sendable {
    func poll(max: Int, wait: Duration) async throws -> ConsumerPoll
    func assign(_ positions: [(TopicPartition, offset: Int64)]) async throws
    func unassign() async throws
    func seek(_ partition: TopicPartition, to offset: Int64) async throws
    func pause(_ partitions: [TopicPartition]) async throws
    func resume(_ partitions: [TopicPartition]) async throws
    func watermarks(of partition: TopicPartition) async throws -> (low: Int64, high: Int64)
    func commitHint(_ positions: [(TopicPartition, offset: Int64)])
    func close(within limit: Duration) async
}

extension KafkaConsumer: ConsumerLog {}

/// The broker that the configuration names.
struct KafkaConsumerBroker: ConsumerBroker {
    let configuration: KafkaConfiguration
    let groupID: String
    let topics: [String]
    let logger: Logger

    func clusterID() async throws -> String {
        try await KafkaAdmin(configuration, logger: logger).clusterID(within: .seconds(5))
    }

    func join(cluster: String) throws -> any ConsumerLog {
        try KafkaConsumer(
            configuration,
            groupID: groupID,
            instanceID: configuration.groupInstanceID,
            topics: topics,
            cluster: cluster,
            logger: logger
        )
    }
}
