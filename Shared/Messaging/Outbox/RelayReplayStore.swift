import Database
import Messages
import Vocabulary

/// A stretch of one partition that is to be published again.
struct ReplayTask: Sendable {
    let id: Int64
    let partition: TopicPartition
    let fromSequence: Int64
}

extension TopicPartition {
    /// The unit of relay ownership that it belongs to.
    var lane: Int16 { Int16(partition % Int32(Outbox.lanes)) }
}

extension RelayStore {
    /// Requests of consumers for partitions of these lanes.
    func openReplays(of lanes: [Int16]) async throws -> [ReplayTask] {
        let rows = try await pool.query(
            """
            select topic, partition, min(from_sequence) as from_sequence, max(id) as id from relay_replay
            where done_at is null and (partition % \(Int32(Outbox.lanes)))::smallint = any(\(lanes))
            group by topic, partition
            """
        )
        return try rows.map { row in
            ReplayTask(
                id: try row.decode("id"),
                partition: TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition")),
                fromSequence: try row.decode("from_sequence")
            )
        }
    }

    func finish(_ task: ReplayTask) async throws {
        _ = try await pool.execute(
            """
            update relay_replay set done_at = now() where done_at is null and topic = \(task.partition.topic)
                and partition = \(task.partition.partition) and id <= \(task.id)
            """
        )
    }

    /// The tick that holds a number of a partition; the first kept one when it is older.
    func tick(holding partition: TopicPartition, sequence: Int64) async throws -> Int64 {
        let name = "\(partition.topic)/\(partition.partition)"
        let rows = try await pool.query(
            """
            select coalesce(max(tick), 0) as tick from relay_tick
            where lane = \(partition.lane) and starts ? \(name) and (starts ->> \(name))::bigint <= \(sequence)
            """
        )
        return try rows.first?.decode("tick", as: Int64.self) ?? 0
    }

    /// Published windows that touched the partition, from a tick on.
    func windows(
        touching partition: TopicPartition,
        from tick: Int64,
        limit: Int
    ) async throws -> [PublishedWindow] {
        try await published(
            """
            select lane, tick, lower::text, upper::text, starts::text from relay_tick
            where lane = \(partition.lane) and tick >= \(tick)
                and starts ? \("\(partition.topic)/\(partition.partition)")
            order by tick limit \(limit)
            """
        )
    }

    /// Everything published so far and still kept, for a broker that has lost it.
    func windows(of lane: Int16, after tick: Int64, limit: Int) async throws -> [PublishedWindow] {
        try await published(
            """
            select lane, tick, lower::text, upper::text, starts::text from relay_tick
            where lane = \(lane) and published_at is not null and tick > \(tick) order by tick limit \(limit)
            """
        )
    }

    private func published(_ query: Query) async throws -> [PublishedWindow] {
        try await pool.query(query).map { row in
            let window = RelayWindow(
                lane: try row.decode("lane"),
                tick: try row.decode("tick"),
                lower: try row.decode("lower"),
                upper: try row.decode("upper")
            )
            let starts = try JSONParser.parse(Array(try row.decode("starts", as: String.self).utf8))
            return PublishedWindow(window: window, starts: starts.partitionStarts)
        }
    }

    /// The broker that holds what the lanes published; `nil` for a lane that never did.
    func clusterIDs(of lanes: [Int16]) async throws -> [Int16: String] {
        let rows = try await pool.query("select lane, cluster_id from relay_cluster where lane = any(\(lanes))")
        return Dictionary(
            uniqueKeysWithValues: try rows.map {
                (try $0.decode("lane", as: Int16.self), try $0.decode("cluster_id", as: String.self))
            }
        )
    }

    func save(clusterID: String, of lane: Int16) async throws {
        _ = try await pool.execute(
            """
            insert into relay_cluster (lane, cluster_id) values (\(lane), \(clusterID))
            on conflict (lane) do update set cluster_id = excluded.cluster_id
            """
        )
    }
}

extension JSONValue {
    /// Reads `PublishedWindow.startsDocument`.
    fileprivate var partitionStarts: [TopicPartition: Int64] {
        guard case .object(let members) = self else { return [:] }
        var starts: [TopicPartition: Int64] = [:]
        for member in members {
            guard case .integer(let sequence) = member.value, let slash = member.name.lastIndex(of: "/"),
                let partition = Int32(member.name[member.name.index(after: slash)...])
            else { continue }
            starts[TopicPartition(topic: String(member.name[..<slash]), partition: partition)] = sequence
        }
        return starts
    }
}
