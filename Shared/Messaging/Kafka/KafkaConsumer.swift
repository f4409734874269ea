import CRdKafka
import Logging

package enum ConsumerPoll: Hashable, Sendable {
    case records([IncomingRecord])
    case assigned([TopicPartition])
    case revoked([TopicPartition])
    case offsetOutOfRange(TopicPartition)
}

package final class KafkaConsumer: Sendable {
    package init(
        _ configuration: KafkaConfiguration,
        groupID: String,
        instanceID: String? = nil,
        topics: [String],
        logger: Logger
    ) throws {}
    package func poll(max: Int, wait: Duration) async throws -> ConsumerPoll { .records([]) }
    package func assign(_ positions: [(TopicPartition, offset: Int64)]) async throws {}
    package func unassign() async throws {}
    package func watermarks(of partition: TopicPartition) async throws -> (low: Int64, high: Int64) { (0, 0) }
    package func seek(_ partition: TopicPartition, to offset: Int64) async throws {}
    package func pause(_ partitions: [TopicPartition]) async throws {}
    package func resume(_ partitions: [TopicPartition]) async throws {}
    package func commitHint(_ positions: [(TopicPartition, offset: Int64)]) {}
    package func clusterID() async throws -> String { "" }
    package func close(within limit: Duration) async {}
}
