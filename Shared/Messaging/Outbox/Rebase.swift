import Database
import Messages
import Vocabulary

/// Makes a restored database fit to be published from.
///
/// In another server transaction numbers begin again, so what the restored snapshots say would be wrong for new rows: a
/// new era begins for these, and what the old one left unpublished gets a last window. Numbers that were given after the
/// backup was made stand for other messages: counting goes on behind them.
package struct Rebase: Sendable {
    /// A partition in which numbers beyond those of the database are in use.
    package struct Move: Codable, Equatable, Sendable {
        package let topic: String
        package let partition: Int32
        /// The next number by the database, and by the topics and consumers.
        package let from: Int64
        package let to: Int64
    }

    package struct Report: Codable, Equatable, Sendable {
        package let service: String
        /// Why it was needed; `nil` when it was not.
        package let reason: String?
        package let era: Int
        /// Restored messages that no window holds: they go out anew.
        package let unpublished: Int
        /// Messages written since the restore.
        package let fresh: Int
        package let moves: [Move]
    }

    package struct Busy: Error, CustomStringConvertible {
        package let owner: String
        package var description: String { "\(owner) is publishing just now; stop it, or wait for its lease to end" }
    }

    private let service: ServiceName
    private let pool: ConnectionPool

    /// - Parameter pool: works as the owner of the service's schema.
    package init(service: ServiceName, pool: ConnectionPool) {
        self.service = service
        self.pool = pool
    }

    /// Does it in one transaction; nobody writes to the outbox meanwhile.
    ///
    /// - Parameters:
    ///   - highest: the highest number in use per partition, by the topics and by those who read them.
    ///   - isTrial: says what would be done and does nothing.
    package func run(
        highest: [TopicPartition: Int64],
        isTrial: Bool = false
    ) async throws -> Report {
        let obstacle = try await RelayStore(service: service, pool: pool, owner: "rebase").obstacle()
        do {
            return try await pool.withTransaction { transaction in
                try await transaction.execute("lock table outbox in share row exclusive mode")
                let era = try await lockEra(in: transaction)
                let moves = try await moves(highest, in: transaction)
                // A physical backup knows its own transaction numbers: there only the messages' numbers move.
                let needsEra = obstacle != nil
                let fresh = needsEra ? try await beginEra(after: era, in: transaction) : 0
                let unpublished = needsEra ? try await closeEra(era, in: transaction) : 0
                try await apply(moves, in: transaction)
                let report = Report(
                    service: service.rawValue,
                    reason: obstacle?.reason,
                    era: needsEra ? era + 1 : era,
                    unpublished: unpublished,
                    fresh: fresh,
                    moves: moves
                )
                if isTrial { throw Trial(report: report) }
                return report
            }
        } catch let trial as Trial {
            return trial.report
        }
    }

    /// Ends a trial: what was done is rolled back.
    private struct Trial: Error {
        let report: Report
    }

    private func lockEra(in transaction: borrowing Transaction) async throws -> Int {
        let owners = try await transaction.query(
            "select lane, owner from relay_lane where expires_at > clock_timestamp() order by lane"
        )
        _ = try await transaction.query("select lane from relay_lane order by lane for update")
        if let owner = try owners.first?.decode("owner", as: String?.self) { throw Busy(owner: owner) }
        let rows = try await transaction.query("select era from relay_home for update")
        return Int(try rows.first?.decode("era", as: Int16.self) ?? 1)
    }

    /// Rows written since the restore have numbers of this server, given after the indexes were made.
    private func beginEra(after era: Int, in transaction: borrowing Transaction) async throws -> Int {
        let next = Int16(era + 1)
        let fresh = try await transaction.execute(
            """
            update outbox o set era = \(next)
            from (select age(xmin) as age from pg_index where indexrelid = 'outbox_lane_era_xid'::regclass) restored
            where o.era = \(Int16(era)) and age(o.xmin) < restored.age and age(o.xid::xid) < restored.age
                and age(o.xid::xid) >= age(o.xmin)
            """
        )
        try await transaction.execute("alter table outbox alter column era set default \(unsafe: String(next))")
        try await transaction.execute("update relay_home set era = \(next), stamp = database_stamp()")
        return fresh
    }

    /// Gives what is left of an era a last window per lane, behind the windows that are open already.
    private func closeEra(_ era: Int, in transaction: borrowing Transaction) async throws -> Int {
        let rows = try await transaction.query(
            """
            with base as (
                select l.lane, greatest(l.tick, coalesce(max(t.tick), 0)) as tick,
                    coalesce(
                        (array_agg(t.upper order by t.tick desc) filter (where t.era = \(Int16(era))))[1],
                        case when l.era = \(Int16(era)) then l.snapshot else '1:1:' end) as lower
                from relay_lane l left join relay_tick t on t.lane = l.lane and t.tick > l.tick
                group by l.lane
            ), rest as (
                select b.lane, b.tick, b.lower, r.messages, r.last from base b cross join lateral (
                    select count(*) as messages, max(o.xid::text::bigint) as last from outbox o
                    where o.lane = b.lane and o.era = \(Int16(era)) and not pg_visible_in_snapshot(o.xid, b.lower)
                ) r where r.messages > 0
            ), added as (
                insert into relay_tick (lane, tick, era, lower, upper)
                select lane, tick + 1, \(Int16(era)), lower, format('%s:%s:', last + 1, last + 1)::pg_snapshot from rest
                returning lane
            )
            select coalesce(sum(messages), 0)::bigint as messages, (select count(*) from added) as windows from rest
            """
        )
        return try rows.first?.decode("messages", as: Int.self) ?? 0
    }

    private func moves(_ highest: [TopicPartition: Int64], in transaction: borrowing Transaction) async throws -> [Move]
    {
        let rows = try await transaction.query("select topic, partition, next_sequence from relay_sequence")
        var next: [TopicPartition: Int64] = [:]
        for row in rows {
            let partition = TopicPartition(topic: try row.decode("topic"), partition: try row.decode("partition"))
            next[partition] = try row.decode("next_sequence")
        }
        return highest.sorted { $0.key < $1.key }.compactMap { partition, last in
            let known = next[partition] ?? 1
            guard last >= known else { return nil }
            return Move(topic: partition.topic, partition: partition.partition, from: known, to: last + 1)
        }
    }

    private func apply(_ moves: [Move], in transaction: borrowing Transaction) async throws {
        guard !moves.isEmpty else { return }
        try await transaction.execute(
            """
            insert into relay_sequence as known (topic, partition, next_sequence, left_out)
            select * from unnest(\(moves.map(\.topic)), \(moves.map(\.partition)), \(moves.map(\.to)),
                \(moves.map { $0.to - $0.from }))
            on conflict (topic, partition) do update set next_sequence = excluded.next_sequence,
                left_out = known.left_out + excluded.left_out
            """
        )
    }
}
