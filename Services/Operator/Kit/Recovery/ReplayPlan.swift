import Database
import Foundation
import Messages
import Messaging
import Vocabulary

/// What a service would publish again, and the request for it; the relay that holds the lane serves it.
package struct ReplayPlan: Sendable {
    package enum Scope: Equatable, Sendable {
        case tick(Int64, lane: Int16)
        case since(Timestamp)
        case caseID(UniqueID)
    }

    package struct Stretch: Codable, Equatable, Sendable {
        package let topic: String
        package let partition: Int32
        /// The first number and the last.
        package let from: Int64
        package let through: Int64
        package let messages: Int64
    }

    package struct Progress: Equatable, Sendable {
        package let open: Int
        package let published: Int64
    }

    package let scope: Scope
    package let stretches: [Stretch]
    private let pool: ConnectionPool

    package var messages: Int64 { stretches.reduce(0) { $0 + $1.messages } }

    /// - Parameter topic: only this one.
    package init(_ scope: Scope, topic: String?, pool: ConnectionPool) async throws {
        self.scope = scope
        self.pool = pool
        let rows = try await pool.query(scope.question)
        stretches = try rows.map {
            Stretch(
                topic: try $0.decode("topic"),
                partition: try $0.decode("partition"),
                from: try $0.decode("first"),
                through: try $0.decode("last"),
                messages: try $0.decode("messages")
            )
        }.filter { $0.messages > 0 && (topic == nil || $0.topic == topic) }
    }

    /// Files the requests.
    ///
    /// - Parameter rate: messages per second at most, over all partitions.
    package func request(rate: Int?) async throws -> [Int64] {
        let caseID: UniqueID? = if case .caseID(let id) = scope { id } else { nil }
        let share = rate.map { max(1, $0 / max(1, stretches.count)) }
        let rows = try await pool.query(
            """
            insert into relay_replay (topic, partition, from_sequence, requested_by, correlation_id, rate)
            select topic, partition, first, 'operator', \(caseID), \(share)
            from unnest(\(stretches.map(\.topic)), \(stretches.map(\.partition)), \(stretches.map(\.from)))
                as wanted (topic, partition, first)
            returning id
            """
        )
        return try rows.map { try $0.decode("id") }
    }

    package func progress(of requests: [Int64]) async throws -> Progress {
        let rows = try await pool.query(
            """
            select count(*) filter (where done_at is null) as open, coalesce(sum(published), 0)::bigint as published
            from relay_replay where id = any(\(requests))
            """
        )
        guard let row = rows.first else { return Progress(open: 0, published: 0) }
        return Progress(open: try row.decode("open"), published: try row.decode("published"))
    }

    /// Why nobody serves a request just now; `nil` when somebody does.
    package static func hindrance(in pool: ConnectionPool) async throws -> String? {
        let rows = try await pool.query(
            """
            select (select count(*) from relay_lane where expires_at > clock_timestamp()) as held,
                (select stamp = database_stamp() from relay_home) as is_home,
                (select string_agg(topic || '/' || partition || ' (' || reason || ')', ', ') from relay_blocked) as blocked
            """
        )
        guard let row = rows.first else { return nil }
        if try row.decode("is_home", as: Bool?.self) == false {
            return "the database was restored: run `aftercare rebase` first"
        }
        if try row.decode("held", as: Int.self) == 0 {
            return "no relay of the service is running; the request stays and is served when one runs"
        }
        return try row.decode("blocked", as: String?.self).map { "the broker takes nothing for \($0)" }
    }
}

extension ReplayPlan.Scope {
    /// Yields topic, partition, the first and the last number, and how many messages.
    fileprivate var question: Query {
        switch self {
        case .tick(let tick, let lane): Self.windows("t.lane = \(lane) and t.tick >= \(tick)")
        case .since(let time): Self.windows("t.opened_at >= \(time)")
        case .caseID(let id):
            """
            select topic, partition, 1::bigint as first, s.next_sequence - 1 as last, count(*) as messages
            from outbox o join relay_sequence s using (topic, partition)
            where correlation_id = \(id) group by topic, partition, s.next_sequence order by topic, partition
            """
        }
    }

    private static func windows(_ condition: Query) -> Query {
        """
        with touched as (
            select substring(key from '^(.*)/[0-9]+$') as topic, substring(key from '/([0-9]+)$')::integer as partition,
                min(value::bigint) as first
            from relay_tick t cross join lateral jsonb_each_text(t.starts)
            where t.published_at is not null and (\(condition)) group by key
        )
        select topic, partition, first, next_sequence - 1 as last, next_sequence - first as messages
        from touched join relay_sequence using (topic, partition) order by topic, partition
        """
    }
}
