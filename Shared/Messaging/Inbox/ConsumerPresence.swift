import Database
import Messages
import Metrics
import Vocabulary

/// Tells operators what a consumer listens to and which partitions it holds; nothing is decided by it.
package struct ConsumerPresence: Sendable {
    private let pool: ConnectionPool
    private let instance: String
    private let subscription: [(topic: String, type: String)]
    private let partitions = Gauge(label: "aftercare.consumer.partitions")
    /// Seconds since 1970; the age of the assignment is now minus this.
    private let assignedAt = Gauge(label: "aftercare.consumer.assigned.timestamp.seconds")

    package init(
        service: ServiceName,
        handlers: [HandlerRegistration],
        pool: ConnectionPool,
        instance: String
    ) {
        self.pool = pool
        self.instance = instance
        let timers = Topic.timers(service).name
        let all = handlers.map { handler in
            let isDeadline = handler.contract.type == DeadlineFiredV1.contract.type
            return [isDeadline ? timers : handler.contract.topic.name, handler.contract.type]
        }
        subscription = Set(all).map { (topic: $0[0], type: $0[1]) }.sorted { ($0.topic, $0.type) < ($1.topic, $1.type) }
    }

    /// Notes every type of message that is handled, and forgets those that are no longer.
    package func subscribed() async throws {
        try await pool.withTransaction { transaction in
            try await transaction.execute(
                """
                insert into consumer_subscription (topic, type)
                select * from unnest(\(subscription.map(\.topic)), \(subscription.map(\.type)))
                on conflict (topic, type) do update set noted_at = now()
                """
            )
            // An older instance may still run beside this one.
            try await transaction.execute(
                "delete from consumer_subscription where noted_at < now() - interval '1 day'"
            )
        }
    }

    package func assigned(_ partitions: [TopicPartition]) async throws {
        self.partitions.record(partitions.count)
        assignedAt.record(Double(Timestamp.now.microsecondsSinceEpoch) / 1_000_000)
        guard !partitions.isEmpty else { return }
        let sorted = partitions.sorted()
        try await pool.execute(
            """
            insert into consumer_assignment as current (topic, partition, instance)
            select topic, partition, \(instance) from unnest(\(sorted.map(\.topic)), \(sorted.map(\.partition)))
                as held (topic, partition)
            on conflict (topic, partition) do update set instance = excluded.instance, assigned_at = now()
            where current.instance <> excluded.instance
            """
        )
    }

    package func revoked() async throws {
        partitions.record(0)
        try await pool.execute("delete from consumer_assignment where instance = \(instance)")
    }
}
