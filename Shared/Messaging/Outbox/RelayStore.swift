import Database
import Messages
import Vocabulary

/// The SQL of the relay.
///
/// All fences are in PostgreSQL's time and by epoch: a process that was asleep loses.
struct RelayStore: Sendable {
    let service: ServiceName
    let pool: ConnectionPool
    /// For leases alone, so that they do not wait behind the service's own work.
    let leases: ConnectionPool
    let owner: String

    init(service: ServiceName, pool: ConnectionPool, leases: ConnectionPool? = nil, owner: String) {
        self.service = service
        self.pool = pool
        self.leases = leases ?? pool
        self.owner = owner
    }

    /// Closes the windows just published and opens the next ones, in one transaction: what is opened is on disk before
    /// any of it is published.
    func advance(
        _ leases: [LaneLease],
        closing: [PublishedWindow],
        progress: [TopicPartition: PartitionProgress]
    ) async throws -> [RelayWindow] {
        let opening = opening(for: leases)
        let rows =
            if closing.isEmpty {
                // The usual case of an idle service: one statement.
                try await pool.query(opening)
            } else {
                try await pool.withTransaction { transaction in
                    try await close(closing, leases, progress, in: transaction)
                    return try await transaction.query(opening)
                }
            }
        // In one snapshot: a lane that is no longer ours shows neither its open window nor a new one.
        guard rows.count == leases.count else { throw LeaseLost() }
        return try rows.compactMap { row in
            guard let tick = try row.decode("tick", as: Int64?.self) else { return nil }
            return try RelayWindow(row, tick: tick)
        }
    }

    /// The oldest window of each lane that is not closed; a new one where there is none and rows have come.
    private func opening(for leases: [LaneLease]) -> Query {
        """
        with held as (
            select l.lane, l.tick, h.era,
                case when l.era = h.era then l.snapshot else '1:1:'::pg_snapshot end as snapshot
            from relay_lane l cross join relay_home h
            join unnest(\(leases.map(\.lane)), \(leases.map(\.epoch))) as mine (lane, epoch) on true
            where l.lane = mine.lane and l.epoch = mine.epoch and owner = \(owner)
        ), unfinished as (
            select distinct on (t.lane) t.lane, t.tick, t.era, lower::text, upper::text, first_seq, last_seq from held
            join relay_tick t on t.lane = held.lane and t.tick > held.tick
            where published_at is null order by t.lane, t.tick
        ), opened as (
            insert into relay_tick (lane, tick, era, lower, upper, first_seq, last_seq)
            select lane, tick + 1, era, snapshot, pg_current_snapshot(), r.first, r.last from held h
            cross join lateral (
                select min(o.seq) as first, max(o.seq) as last from outbox o where o.lane = h.lane and o.era = h.era
                    and o.xid >= pg_snapshot_xmin(h.snapshot) and not pg_visible_in_snapshot(o.xid, h.snapshot)
            ) r
            where r.first is not null and not exists (select from unfinished u where u.lane = h.lane)
            returning lane, tick, era, lower::text, upper::text, first_seq, last_seq
        )
        select held.lane, w.tick, w.era, w.lower, w.upper, w.first_seq, w.last_seq from held
        left join (select * from unfinished union all select * from opened) w using (lane)
        order by held.lane
        """
    }

    private func close(
        _ windows: [PublishedWindow],
        _ leases: [LaneLease],
        _ progress: [TopicPartition: PartitionProgress],
        in transaction: borrowing Transaction
    ) async throws {
        let epochs = windows.map { window in leases.first { $0.lane == window.window.lane }?.epoch ?? -1 }
        let moved = try await transaction.execute(
            """
            update relay_lane set tick = done.tick, era = done.era, snapshot = done.upper::pg_snapshot
            from unnest(\(windows.map(\.window.lane)), \(epochs), \(windows.map(\.window.tick)),
                \(windows.map(\.window.era)), \(windows.map(\.window.upper))) as done (lane, epoch, tick, era, upper)
            where relay_lane.lane = done.lane and relay_lane.epoch = done.epoch and owner = \(owner)
                and relay_lane.tick = done.tick - 1
            """
        )
        guard moved == windows.count else { throw LeaseLost() }
        let touched = Set(windows.flatMap(\.starts.keys)).sorted()
        let states = touched.map { progress[$0] ?? PartitionProgress() }
        try await transaction.pipeline([
            """
            update relay_tick set published_at = now(), starts = done.starts
            from unnest(\(windows.map(\.window.lane)), \(windows.map(\.window.tick)),
                \(windows.map { JSONText($0.startsDocument.text) })) as done (lane, tick, starts)
            where relay_tick.lane = done.lane and relay_tick.tick = done.tick
            """,
            """
            insert into relay_sequence as known (topic, partition, next_sequence, last_offset, last_id)
            select * from unnest(\(touched.map(\.topic)), \(touched.map(\.partition)), \(states.map(\.next)),
                \(states.map(\.mark?.offset)), \(states.map(\.mark?.id)))
            on conflict (topic, partition) do update set next_sequence = excluded.next_sequence,
                last_offset = excluded.last_offset, last_id = excluded.last_id
            """,
        ])
    }

    /// Rows of some windows behind the one given last, in publishing order.
    ///
    /// Within a window it goes on by `seq` alone, so that a slice of a long one costs no more than its rows.
    func rows(
        of windows: [RelayWindow],
        after last: RowPlace?,
        only partition: TopicPartition?,
        within budget: SliceBudget
    ) async throws -> RelaySlice {
        guard let last, let index = windows.firstIndex(where: { $0.lane == last.lane && $0.tick == last.tick }) else {
            return try await slice(of: windows, only: partition, within: budget)
        }
        var window = windows[index]
        window.firstSeq = last.seq + 1
        let rest = Array(windows[(index + 1)...])
        let slice = try await slice(of: [window], only: partition, within: budget)
        if !slice.rows.isEmpty { return RelaySlice(rows: slice.rows, isLast: slice.isLast && rest.isEmpty) }
        return rest.isEmpty ? slice : try await self.slice(of: rest, only: partition, within: budget)
    }

    private func slice(
        of windows: [RelayWindow],
        only partition: TopicPartition?,
        within budget: SliceBudget
    ) async throws -> RelaySlice {
        let rows = try await pool.query(
            """
            select lane, tick, seq, topic, partition, key, headers, payload, found from (
                select *, row_number() over place as place, count(*) over () as found,
                    sum(octet_length(payload) + octet_length(key) + 500) over place as bytes
                from (\(windows.count == 1 ? single(windows[0], partition) : several(windows, partition))
                    limit \(budget.rows)) as chosen
                window place as (order by lane, tick, seq rows unbounded preceding)
            ) as counted
            where bytes <= \(Int64(budget.bytes)) or place = 1 order by lane, tick, seq
            """
        )
        let found = try rows.first?.decode("found", as: Int.self) ?? 0
        return RelaySlice(
            rows: try rows.map { try RelayRow($0) },
            isLast: rows.count == found && found < budget.rows
        )
    }

    private func single(_ window: RelayWindow, _ partition: TopicPartition?) -> Query {
        """
        select o.lane, \(window.tick) as tick, o.seq, o.topic, o.partition, o.key, o.headers, o.payload from outbox o
        where o.lane = \(window.lane) and o.era = \(window.era)
            and o.seq between \(window.firstSeq) and \(window.lastSeq)
            and pg_visible_in_snapshot(o.xid, \(window.upper)::text::pg_snapshot)
            and not pg_visible_in_snapshot(o.xid, \(window.lower)::text::pg_snapshot)
            and \(Self.isChosen(partition))
        order by o.lane, o.era, o.seq
        """
    }

    private func several(_ windows: [RelayWindow], _ partition: TopicPartition?) -> Query {
        """
        select w.lane, w.tick, o.seq, o.topic, o.partition, o.key, o.headers, o.payload
        from unnest(\(windows.map(\.lane)), \(windows.map(\.tick)), \(windows.map(\.era)), \(windows.map(\.lower)),
            \(windows.map(\.upper)), \(windows.map(\.firstSeq)), \(windows.map(\.lastSeq)))
            as w (lane, tick, era, lower, upper, first_seq, last_seq)
        join outbox o on o.lane = w.lane and o.era = w.era and o.seq between w.first_seq and w.last_seq
            and pg_visible_in_snapshot(o.xid, w.upper::pg_snapshot)
            and not pg_visible_in_snapshot(o.xid, w.lower::pg_snapshot)
        where \(Self.isChosen(partition))
        order by w.lane, w.tick, o.seq
        """
    }

    private static func isChosen(_ partition: TopicPartition?) -> Query {
        guard let partition else { return "true" }
        return "o.topic = \(partition.topic) and o.partition = \(partition.partition)"
    }

    /// How far every partition is that was ever published to, of these lanes.
    func progress(of lanes: [Int16]) async throws -> [TopicPartition: PartitionProgress] {
        let rows = try await pool.query(
            """
            select topic, partition, next_sequence, last_offset, last_id from relay_sequence
            where (partition % \(Int32(Outbox.lanes)))::smallint = any(\(lanes))
            """
        )
        var progress: [TopicPartition: PartitionProgress] = [:]
        for row in rows {
            let partition = TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition"))
            var state = PartitionProgress(next: try row.decode("next_sequence"))
            if let offset = try row.decode("last_offset", as: Int64?.self),
                let id = try row.decode("last_id", as: String?.self)
            {
                state.mark = LogMark(offset: offset, id: id)
            }
            progress[partition] = state
        }
        return progress
    }

    func quarantine(_ row: RelayRow, sequence: Int64, reason: String) async throws {
        _ = try await pool.execute(
            """
            insert into outbox_quarantine (seq, topic, partition, sequence, reason)
            values (\(row.seq), \(row.partition.topic), \(row.partition.partition), \(sequence), \(reason))
            on conflict do nothing
            """
        )
    }
}

extension RelayWindow {
    init(_ row: Row, tick: Int64) throws {
        self.init(
            lane: try row.decode("lane"),
            tick: tick,
            era: try row.decode("era"),
            lower: try row.decode("lower"),
            upper: try row.decode("upper"),
            firstSeq: try row.decode("first_seq"),
            lastSeq: try row.decode("last_seq")
        )
    }
}

extension PublishedWindow {
    /// As `relay_tick.starts` holds it.
    var startsDocument: JSONValue {
        .object(starts.map { .init("\($0.key.topic)/\($0.key.partition)", .integer($0.value)) })
    }
}

extension RelayRow {
    init(_ row: Row) throws {
        let headers = try JSONParser.parse(Array(try row.decode("headers", as: JSONText.self).text.utf8))
        self.init(
            lane: try row.decode("lane"),
            tick: try row.decode("tick"),
            seq: try row.decode("seq"),
            partition: TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition")),
            key: try row.decode("key"),
            headers: headers.textMembers,
            payload: try row.decode("payload", as: [UInt8].self)
        )
    }
}

extension JSONValue {
    /// Name and text of an object's text members.
    fileprivate var textMembers: [(name: String, value: String)] {
        guard case .object(let members) = self else { return [] }
        return members.compactMap { member in member.value.stringValue.map { (member.name, $0) } }
    }
}
