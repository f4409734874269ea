import Database
import Messages
import Vocabulary

/// A row of the outbox on its way to the broker.
struct RelayRow: Sendable {
    let lane: Int16
    let tick: Int64
    let seq: Int64
    let partition: TopicPartition
    let key: String
    let headers: [(name: String, value: String)]
    let payload: [UInt8]
}

/// A window of the outbox: what `upper` sees and `lower` did not.
///
/// Read again, it is the same rows in the same order.
struct RelayWindow: Sendable {
    let lane: Int16
    let tick: Int64
    let lower: String
    let upper: String
}

/// A lane held by this process.
struct LaneLease: Sendable {
    let lane: Int16
    let epoch: Int64
    /// The last tick acknowledged in full and the snapshot that ended it.
    var tick: Int64
    var snapshot: String
}

/// The SQL of the relay.
///
/// All fences are in PostgreSQL's time and by epoch: a process that was asleep loses.
struct RelayStore: Sendable {
    let service: ServiceName
    let pool: ConnectionPool
    let owner: String

    /// How long a lease lasts; it is renewed at a third of this.
    static let leaseSeconds = 15

    /// Takes lanes that are free or run out, and renews those held.
    func acquire(atMost count: Int) async throws -> [LaneLease] {
        let rows = try await pool.query(
            """
            with free as (
                select lane from relay_lane where expires_at < clock_timestamp()
                order by lane limit \(count) for update skip locked
            )
            update relay_lane set owner = \(owner), epoch = epoch + 1,
                expires_at = clock_timestamp() + interval '1 second' * \(Self.leaseSeconds)
            from free where relay_lane.lane = free.lane
            returning relay_lane.lane, epoch, tick, snapshot::text
            """
        )
        return try rows.map { row in
            LaneLease(
                lane: try row.decode("lane"),
                epoch: try row.decode("epoch"),
                tick: try row.decode("tick"),
                snapshot: try row.decode("snapshot")
            )
        }
    }

    /// Extends the leases; returns the lanes that are still ours.
    func renew(_ leases: [LaneLease]) async throws -> Set<Int16> {
        let rows = try await pool.query(
            """
            update relay_lane set expires_at = clock_timestamp() + interval '1 second' * \(Self.leaseSeconds)
            from unnest(\(leases.map(\.lane)), \(leases.map(\.epoch))) as held (lane, epoch)
            where relay_lane.lane = held.lane and relay_lane.epoch = held.epoch and owner = \(owner)
            returning relay_lane.lane
            """
        )
        return Set(try rows.map { try $0.decode("lane", as: Int16.self) })
    }

    func hasFreeLane() async throws -> Bool {
        let rows = try await pool.query("select 1 as one from relay_lane where expires_at < clock_timestamp() limit 1")
        return !rows.isEmpty
    }

    /// Gives the lanes back at once.
    func release(_ leases: [LaneLease]) async throws {
        _ = try await pool.execute(
            """
            update relay_lane set owner = null, expires_at = '-infinity'
            from unnest(\(leases.map(\.lane)), \(leases.map(\.epoch))) as held (lane, epoch)
            where relay_lane.lane = held.lane and relay_lane.epoch = held.epoch and owner = \(owner)
            """
        )
    }

    /// Closes the windows just published and opens the next ones, in one transaction: what is opened is on disk before
    /// any of it is published.
    func advance(
        _ leases: [LaneLease],
        closing: [PublishedWindow],
        sequences: [TopicPartition: Int64]
    ) async throws -> [RelayWindow] {
        try await pool.withTransaction { transaction in
            try await close(closing, leases, sequences, in: transaction)
            let rows = try await transaction.query(
                """
                with held as (
                    select l.lane, l.tick, l.snapshot from relay_lane l
                    join unnest(\(leases.map(\.lane)), \(leases.map(\.epoch))) as mine (lane, epoch)
                        on l.lane = mine.lane and l.epoch = mine.epoch
                    where owner = \(owner)
                ), unfinished as (
                    select lane, t.tick, lower::text, upper::text from relay_tick t join held using (lane)
                    where published_at is null
                ), opened as (
                    insert into relay_tick (lane, tick, lower, upper)
                    select lane, tick + 1, snapshot, pg_current_snapshot() from held h
                    where not exists (select from unfinished u where u.lane = h.lane)
                        and exists (select from outbox o where o.lane = h.lane
                            and o.xid >= pg_snapshot_xmin(h.snapshot)
                            and not pg_visible_in_snapshot(o.xid, h.snapshot))
                    returning lane, tick, lower::text, upper::text
                )
                select held.lane, w.tick, w.lower, w.upper from held
                left join (select * from unfinished union all select * from opened) w using (lane)
                order by held.lane
                """
            )
            // In one snapshot: a lane that is no longer ours shows neither its open window nor a new one.
            guard rows.count == leases.count else { throw LeaseLost() }
            return try rows.compactMap { row in
                guard let tick = try row.decode("tick", as: Int64?.self) else { return nil }
                return RelayWindow(
                    lane: try row.decode("lane"),
                    tick: tick,
                    lower: try row.decode("lower"),
                    upper: try row.decode("upper")
                )
            }
        }
    }

    private func close(
        _ windows: [PublishedWindow],
        _ leases: [LaneLease],
        _ sequences: [TopicPartition: Int64],
        in transaction: borrowing Transaction
    ) async throws {
        guard !windows.isEmpty else { return }
        let epochs = windows.map { window in leases.first { $0.lane == window.window.lane }?.epoch ?? -1 }
        let moved = try await transaction.execute(
            """
            update relay_lane set tick = done.tick, snapshot = done.upper::pg_snapshot
            from unnest(\(windows.map(\.window.lane)), \(epochs), \(windows.map(\.window.tick)),
                \(windows.map(\.window.upper))) as done (lane, epoch, tick, upper)
            where relay_lane.lane = done.lane and relay_lane.epoch = done.epoch and owner = \(owner)
                and relay_lane.tick = done.tick - 1
            """
        )
        guard moved == windows.count else { throw LeaseLost() }
        let sorted = sequences.sorted { $0.key < $1.key }
        try await transaction.pipeline([
            """
            update relay_tick set published_at = now(), starts = done.starts
            from unnest(\(windows.map(\.window.lane)), \(windows.map(\.window.tick)),
                \(windows.map { JSONText($0.startsDocument.text) })) as done (lane, tick, starts)
            where relay_tick.lane = done.lane and relay_tick.tick = done.tick
            """,
            """
            insert into relay_sequence (topic, partition, next_sequence)
            select * from unnest(\(sorted.map(\.key.topic)), \(sorted.map(\.key.partition)), \(sorted.map(\.value)))
            on conflict (topic, partition) do update set next_sequence = excluded.next_sequence
            """,
        ])
    }

    /// Rows of some windows behind the one given last, in publishing order.
    func rows(of windows: [RelayWindow], after last: RelayRow?, limit: Int) async throws -> [RelayRow] {
        let rows = try await pool.query(
            """
            select w.lane, w.tick, o.seq, o.topic, o.partition, o.key, o.headers, o.payload
            from unnest(\(windows.map(\.lane)), \(windows.map(\.tick)), \(windows.map(\.lower)),
                \(windows.map(\.upper))) as w (lane, tick, lower, upper)
            join outbox o on o.lane = w.lane and o.xid >= pg_snapshot_xmin(w.lower::pg_snapshot)
                and o.xid < pg_snapshot_xmax(w.upper::pg_snapshot)
                and pg_visible_in_snapshot(o.xid, w.upper::pg_snapshot)
                and not pg_visible_in_snapshot(o.xid, w.lower::pg_snapshot)
            where (w.lane, w.tick, o.seq) > (\(last?.lane ?? -1), \(last?.tick ?? -1), \(last?.seq ?? -1))
            order by w.lane, w.tick, o.seq limit \(limit)
            """
        )
        return try rows.map { row in
            let headers = try JSONParser.parse(Array(try row.decode("headers", as: JSONText.self).text.utf8))
            return RelayRow(
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

    /// The next number of every partition that was ever published to, of these lanes.
    func sequences(of lanes: [Int16]) async throws -> [TopicPartition: Int64] {
        let rows = try await pool.query(
            """
            select topic, partition, next_sequence from relay_sequence
            where (partition % \(Int32(Outbox.lanes)))::smallint = any(\(lanes))
            """
        )
        var sequences: [TopicPartition: Int64] = [:]
        for row in rows {
            let partition = TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition"))
            sequences[partition] = try row.decode("next_sequence")
        }
        return sequences
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

/// Another process holds the lane now; nothing more may be published for it here.
struct LeaseLost: Error {}

/// A window that the broker has acknowledged in full.
struct PublishedWindow: Sendable {
    let window: RelayWindow
    /// The first number of each partition that it touched.
    var starts: [TopicPartition: Int64] = [:]

    var startsDocument: JSONValue {
        .object(starts.map { .init("\($0.key.topic)/\($0.key.partition)", .integer($0.value)) })
    }
}

extension JSONValue {
    /// Name and text of an object's text members.
    fileprivate var textMembers: [(name: String, value: String)] {
        guard case .object(let members) = self else { return [] }
        return members.compactMap { member in member.value.stringValue.map { (member.name, $0) } }
    }
}
