import Database
import Vocabulary

/// Who may publish: leases of lanes, shared fairly, and whether this database may be published from at all.
extension RelayStore {
    /// How long a lease lasts; it is renewed at a third of this.
    static let leaseSeconds = Failpoint.seconds("AFTERCARE_LEASE_SECONDS") ?? 15

    /// Compares the database with what the relay knew of it when it last published.
    func obstacle() async throws -> RebaseNeeded? {
        let rows = try await leases.query(
            """
            select stamp = database_stamp() as is_known, exists (
                select from relay_lane l where l.era = h.era
                    and pg_snapshot_xmax(l.snapshot) > pg_snapshot_xmax(pg_current_snapshot())) as is_ahead
            from relay_home h
            """
        )
        guard let row = rows.first else {
            return RebaseNeeded(service: service, reason: "the table relay_home is empty")
        }
        if try !row.decode("is_known", as: Bool.self) {
            return RebaseNeeded(service: service, reason: "the tables were restored from a dump or a backup")
        }
        guard try row.decode("is_ahead", as: Bool.self) else { return nil }
        return RebaseNeeded(service: service, reason: "transaction numbers have begun again since it was published")
    }

    /// Counts the live instances and, in the order of their names, deals out the lanes.
    func register() async throws -> Int {
        let rows = try await leases.query(
            """
            with gone as (
                delete from relay_instance
                where expires_at < clock_timestamp() - interval '1 hour' and instance <> \(owner)
            ), own as (
                insert into relay_instance (instance, expires_at)
                values (\(owner), clock_timestamp() + interval '1 second' * \(Self.leaseSeconds))
                on conflict (instance) do update set expires_at = excluded.expires_at
            )
            select count(*) as others, count(*) filter (where instance < \(owner)) as before from relay_instance
            where instance <> \(owner) and expires_at > clock_timestamp()
            """
        )
        guard let row = rows.first else { return Outbox.lanes }
        let count = try row.decode("others", as: Int.self) + 1
        let rank = try row.decode("before", as: Int.self)
        return Outbox.lanes / count + (rank < Outbox.lanes % count ? 1 : 0)
    }

    func unregister() async throws {
        _ = try await leases.execute("delete from relay_instance where instance = \(owner)")
    }

    /// Takes lanes that are free or run out.
    func acquire(atMost count: Int) async throws -> [LaneLease] {
        let rows = try await leases.query(
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
    func renew(_ held: [LaneLease]) async throws -> Set<Int16> {
        let rows = try await leases.query(
            """
            update relay_lane set expires_at = clock_timestamp() + interval '1 second' * \(Self.leaseSeconds)
            from unnest(\(held.map(\.lane)), \(held.map(\.epoch))) as held (lane, epoch)
            where relay_lane.lane = held.lane and relay_lane.epoch = held.epoch and owner = \(owner)
            returning relay_lane.lane
            """
        )
        return Set(try rows.map { try $0.decode("lane", as: Int16.self) })
    }

    /// Gives the lanes back at once.
    func release(_ held: [LaneLease]) async throws {
        _ = try await leases.execute(
            """
            update relay_lane set owner = null, expires_at = '-infinity'
            from unnest(\(held.map(\.lane)), \(held.map(\.epoch))) as held (lane, epoch)
            where relay_lane.lane = held.lane and relay_lane.epoch = held.epoch and owner = \(owner)
            """
        )
    }
}
