import Database
import Messages
import Vocabulary

/// What is to be published again, and where it lies.
extension RelayStore {
    func openReplays(of lanes: [Int16]) async throws -> [ReplayTask] {
        let rows = try await pool.query(
            """
            select topic, partition, correlation_id, min(from_sequence) as from_sequence, max(id) as id,
                case when bool_and(rate is not null) then max(rate) end as rate
            from relay_replay
            where done_at is null and (partition % \(Int32(Outbox.lanes)))::smallint = any(\(lanes))
            group by topic, partition, correlation_id order by id
            """
        )
        return try rows.map { row in
            ReplayTask(
                id: try row.decode("id"),
                partition: TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition")),
                fromSequence: try row.decode("from_sequence"),
                correlationID: try row.decode("correlation_id", as: UniqueID?.self),
                rate: try row.decode("rate", as: Int?.self)
            )
        }
    }

    func note(_ task: ReplayTask, published: Int64) async throws {
        _ = try await pool.execute(
            """
            update relay_replay set published = \(published) where done_at is null and id <= \(task.id)
                and topic = \(task.partition.topic) and partition = \(task.partition.partition)
                and correlation_id is not distinct from \(task.correlationID)
            """
        )
    }

    /// Consumers' requests that came meanwhile for later numbers are answered too: who still misses something asks again.
    ///
    /// An operator does not, nor does the relay: a log that lost its end meanwhile may have lost what this one brought.
    func finish(_ task: ReplayTask, published: Int64, mark: LogMark?) async throws {
        try await pool.withTransaction { transaction in
            try await transaction.execute(
                """
                update relay_replay set done_at = now(), published = \(published)
                where done_at is null and from_sequence >= \(task.fromSequence)
                    and topic = \(task.partition.topic) and partition = \(task.partition.partition)
                    and correlation_id is not distinct from \(task.correlationID)
                    and (id <= \(task.id) or requested_by not like all (array['operator%', 'relay:%']))
                """
            )
            guard let mark else { return }
            try await transaction.execute(
                """
                update relay_sequence set last_offset = \(mark.offset), last_id = \(mark.id)
                where topic = \(task.partition.topic) and partition = \(task.partition.partition)
                    and last_offset is null
                """
            )
        }
    }

    /// The tick that holds a number of a partition; the first kept one when it is older.
    func tick(holding partition: TopicPartition, sequence: Int64) async throws -> Int64 {
        let name = "\(partition.topic)/\(partition.partition)"
        let rows = try await pool.query(
            """
            select tick from relay_tick
            where lane = \(partition.lane) and starts ? \(name) and (starts ->> \(name))::bigint <= \(sequence)
            order by tick desc limit 1
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
        let rows = try await pool.query(
            """
            select lane, tick, era, lower::text, upper::text, first_seq, last_seq, starts::text from relay_tick
            where lane = \(partition.lane) and tick >= \(tick) and published_at is not null
                and starts ? \("\(partition.topic)/\(partition.partition)")
            order by tick limit \(limit)
            """
        )
        return try rows.map { row in
            let window = try RelayWindow(row, tick: try row.decode("tick"))
            let starts = try JSONParser.parse(Array(try row.decode("starts", as: String.self).utf8))
            return PublishedWindow(window: window, starts: starts.partitionStarts)
        }
    }

    /// A message's number is the first one of its window, and one more for each message of the partition before it.
    func messages(of task: ReplayTask) async throws -> [NumberedRow] {
        let name = "\(task.partition.topic)/\(task.partition.partition)"
        let rows = try await pool.query(
            """
            select o.lane, t.tick, o.seq, o.topic, o.partition, o.key, o.headers, o.payload,
                (t.starts ->> \(name))::bigint + (
                    select count(*) from outbox e
                    where e.lane = o.lane and e.era = o.era and e.topic = o.topic and e.partition = o.partition
                        and e.seq < o.seq and e.xid >= pg_snapshot_xmin(t.lower) and e.xid < pg_snapshot_xmax(t.upper)
                        and pg_visible_in_snapshot(e.xid, t.upper) and not pg_visible_in_snapshot(e.xid, t.lower)
                ) as sequence
            from outbox o cross join lateral (
                select tick, lower, upper, starts, published_at from relay_tick t
                where t.lane = o.lane and t.era = o.era and pg_snapshot_xmax(t.upper) > o.xid
                    and pg_visible_in_snapshot(o.xid, t.upper)
                order by pg_snapshot_xmax(t.upper), t.tick limit 1
            ) t
            where o.correlation_id = \(task.correlationID) and o.topic = \(task.partition.topic)
                and o.partition = \(task.partition.partition) and t.published_at is not null
                and not pg_visible_in_snapshot(o.xid, t.lower)
            order by sequence
            """
        )
        return try rows.map { NumberedRow(row: try RelayRow($0), sequence: try $0.decode("sequence")) }
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
