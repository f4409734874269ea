import Database
import Messages
import Vocabulary

/// What the relay knows of the broker: which one it is, what it has lost, what it does not take.
extension RelayStore {
    /// The broker that holds what the lanes published; `nil` for a lane that never did.
    func clusterIDs(of lanes: [Int16]) async throws -> [Int16: String] {
        let rows = try await pool.query("select lane, cluster_id from relay_cluster where lane = any(\(lanes))")
        return Dictionary(
            uniqueKeysWithValues: try rows.map {
                (try $0.decode("lane", as: Int16.self), try $0.decode("cluster_id", as: String.self))
            }
        )
    }

    func adopt(clusterID: String, for lane: Int16, isEmptied: Bool) async throws {
        try await pool.withTransaction { transaction in
            try await transaction.execute(
                """
                insert into relay_cluster (lane, cluster_id) values (\(lane), \(clusterID))
                on conflict (lane) do update set cluster_id = excluded.cluster_id
                """
            )
            guard isEmptied else { return }
            try await transaction.execute(
                """
                insert into relay_replay (topic, partition, from_sequence, requested_by)
                select topic, partition, 1, 'relay: the broker is another one' from relay_sequence
                where partition % \(Int32(Outbox.lanes)) = \(lane)
                """
            )
            try await transaction.execute(
                """
                update relay_sequence set last_offset = null, last_id = null
                where partition % \(Int32(Outbox.lanes)) = \(lane)
                """
            )
        }
    }

    func unknown(_ ids: [UniqueID]) async throws -> Set<UniqueID> {
        let rows = try await pool.query(
            "select id from unnest(\(ids)) as id where not exists (select from outbox where event_id = id)"
        )
        return Set(try rows.map { try $0.decode("id", as: UniqueID.self) })
    }

    func noteLoss(in partition: TopicPartition, from sequence: Int64) async throws {
        try await pool.withTransaction { transaction in
            try await transaction.execute(
                """
                insert into relay_replay (topic, partition, from_sequence, requested_by)
                values (\(partition.topic), \(partition.partition), \(sequence), 'relay: the log lost messages')
                """
            )
            try await transaction.execute(
                """
                update relay_sequence set last_offset = null, last_id = null
                where topic = \(partition.topic) and partition = \(partition.partition)
                """
            )
        }
    }

    func block(_ partition: TopicPartition, from sequence: Int64, reason: String) async throws {
        _ = try await pool.execute(
            """
            insert into relay_blocked as known (topic, partition, from_sequence, reason)
            values (\(partition.topic), \(partition.partition), \(sequence), \(reason))
            on conflict (topic, partition) do update set reason = excluded.reason,
                from_sequence = least(known.from_sequence, excluded.from_sequence)
            """
        )
    }

    func blockedPartitions(of lanes: [Int16]) async throws -> [TopicPartition: Int64] {
        let rows = try await pool.query(
            """
            select topic, partition, from_sequence from relay_blocked
            where (partition % \(Int32(Outbox.lanes)))::smallint = any(\(lanes))
            """
        )
        var blocked: [TopicPartition: Int64] = [:]
        for row in rows {
            let partition = TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition"))
            blocked[partition] = try row.decode("from_sequence")
        }
        return blocked
    }

    func unblock(_ partition: TopicPartition, _ leases: [LaneLease]) async throws {
        let epoch = leases.first { $0.lane == partition.lane }?.epoch ?? -1
        _ = try await pool.execute(
            """
            delete from relay_blocked using relay_lane l
            where topic = \(partition.topic) and partition = \(partition.partition)
                and l.lane = \(partition.lane) and l.epoch = \(epoch) and l.owner = \(owner)
            """
        )
    }
}
