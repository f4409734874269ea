import CRdKafka
import Logging
import Synchronization

/// What a poll brings: records, or news that the owner must answer before it goes on.
package enum ConsumerPoll: Hashable, Sendable {
    /// In order within each partition; empty when there was nothing in time.
    case records([IncomingRecord])
    /// The group gives these partitions: answer with `assign`, also when there are none. With cooperative assignment
    /// they come on top of those held already, else there are none before.
    case assigned([TopicPartition])
    /// The group takes these partitions back (all, unless assignment is cooperative): finish what was polled from them,
    /// then `unassign`.
    case revoked([TopicPartition])
    /// The broker does not have the next offset of this partition; it stands still until `seek` or `assign`.
    case offsetOutOfRange(TopicPartition)
}

/// A member of a consumer group; positions of record belong to its owner, so it starts where `assign` says.
///
/// Polled by one task at a time. A group waits for an answer to `.assigned` and `.revoked`; other members wait with it.
package final class KafkaConsumer: Sendable {
    private let thread: ClientThread
    private let member: GroupMember
    private let topics: [String]

    /// - Parameters:
    ///   - instanceID: set only where the same instance surely comes back; such a member sends no leave.
    ///   - cluster: the only cluster to read from; once another one answers, `poll` throws a fatal `CLUSTER_CHANGED`
    ///     instead of handing out its records. `nil` reads from whoever answers.
    package init(
        _ configuration: KafkaConfiguration,
        groupID: String,
        instanceID: String? = nil,
        topics: [String],
        cluster: String? = nil,
        logger: Logger
    ) throws {
        let properties = configuration.consumerProperties(groupID: groupID, instanceID: instanceID)
        let thread = try ClientThread(RD_KAFKA_CONSUMER, properties: properties, cluster: cluster, logger: logger)
        self.thread = thread
        self.topics = topics
        let isCooperative = configuration.assignment == .cooperative
        member = GroupMember(context: thread.context, topic: topics.first, isCooperative: isCooperative)
        thread.enqueue { [member] client in member.subscribe(client, to: topics) }
    }

    deinit { thread.stop() }

    /// Grows with every connection begun: a reason to compare `clusterID()` with the one known.
    package var connections: Int { thread.context.connections.load(ordering: .relaxed) }

    /// Waits up to `wait` for the first record or news, then takes what is there, up to `max` records.
    ///
    /// Returns early, with no records, when another call on this consumer waits. A fatal error ends the consumer; its
    /// owner makes a new one. Any other error concerns a topic or the group; polling may go on.
    package func poll(max: Int, wait: Duration) async throws -> ConsumerPoll {
        try await thread.run { [member, thread] client in
            try member.poll(client, max: max, wait: wait) { thread.hasWaitingJobs }
        }
    }

    /// Answers `.assigned`: where to begin in each partition (an offset, `.beginning` or `.end`).
    package func assign(_ positions: [(TopicPartition, offset: Int64)]) async throws {
        try await thread.run { [member] in try member.assign($0, positions) }
    }

    /// Answers `.revoked`.
    package func unassign() async throws {
        try await thread.run { [member] in try member.unassign($0) }
    }

    /// The first offset that the partition has and the one behind its last.
    package func watermarks(of partition: TopicPartition) async throws -> (low: Int64, high: Int64) {
        try await thread.ask { try $0.watermarks(of: partition, within: .seconds(5)) }
    }

    /// Goes to another offset of an assigned partition; drops what was fetched ahead.
    ///
    /// It also revives a partition that stands still after `.offsetOutOfRange`.
    package func seek(_ partition: TopicPartition, to offset: Int64) async throws {
        try await thread.run { [member] in try member.seek($0, partition, to: offset) }
    }

    /// Holds partitions back; those already held stay so.
    package func pause(_ partitions: [TopicPartition]) async throws {
        try await thread.run { [member] in try member.pause($0, partitions) }
    }

    /// Lets held partitions go on where they stood; others are left alone.
    package func resume(_ partitions: [TopicPartition]) async throws {
        try await thread.run { [member] in try member.resume($0, partitions) }
    }

    /// Tells Kafka how far the owner is (the next offset to read), for lag displays.
    ///
    /// Nobody waits for it or relies on it.
    package func commitHint(_ positions: [(TopicPartition, offset: Int64)]) {
        thread.enqueue { [member] in member.commitHint($0, positions) }
    }

    /// The name of the cluster, from the broker's own mouth each time: another one means other logs and other offsets.
    package func clusterID() async throws -> String {
        try await thread.ask { [topics] in try $0.metadata(of: topics.first, within: .seconds(2)).clusterID }
    }

    /// Leaves the group and ends; what does not answer within `limit` is left behind.
    package func close(within limit: Duration) async {
        try? await thread.run { [member] in member.leave($0, within: limit) }
        thread.stop()
    }
}
