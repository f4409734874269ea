import Database
import Messages
import Vocabulary

/// A parked message or a dead letter, without its body.
package struct DeskItem: Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// In a lane that is tried again by itself.
        case waiting
        /// In a lane that waits for an operator.
        case dead
        /// Bytes that are no message, or a message that an operator set aside.
        case letter
    }

    package let id: DeskID
    package let state: State
    package let topic: String
    package let partition: Int32
    package let offset: Int64
    package let key: String?
    package let type: String?
    package let messageID: String?
    package let caseID: UniqueID?
    package let traceparent: String?
    package let code: String
    package let reason: String
    package let attempts: Int
    package let replays: Int
    package let firstError: String?
    package let firstFailedAt: Timestamp?
    package let lastFailedAt: Timestamp?
    package let since: Timestamp
    package let nextAttemptAt: Timestamp?
    /// 1 for the first of its lane.
    package let place: Int64
    package let isEdited: Bool
}

/// Which items are meant; what is not set does not restrict.
package struct DeskFilter: Sendable {
    package var topic: String?
    package var type: String?
    package var code: String?
    /// Part of the reason, in either case.
    package var reason: String?
    package var key: String?
    package var caseID: UniqueID?
    package var states: [DeskItem.State] = DeskItem.State.allCases
    package var since: Timestamp?
    package var until: Timestamp?

    package init() {}
}

package enum DeskOrder: String, Sendable, CaseIterable {
    case oldest, newest, attempts, topic, code

    fileprivate var sql: String {
        switch self {
        case .oldest: "since, kind, number"
        case .newest: "since desc, kind desc, number desc"
        case .attempts: "attempts desc, since, kind, number"
        case .topic: "topic, partition, log_offset, kind, number"
        case .code: "code, since, kind, number"
        }
    }
}

extension ParkingDesk {
    /// - Parameter place: how the place in the lane is found; one way is quick for all rows, the other for a single one.
    private static func items(place: String) -> String {
        """
        select 'p' as kind, m.position as number, l.state, m.topic, m.partition, m.log_offset, m.record_key,
            m.type, m.message_id, m.correlation_id, m.traceparent, m.code,
            coalesce(m.last_error, 'waits behind an earlier message of its key') as reason,
            m.attempts, m.replays, m.first_error, m.first_failed_at, m.last_failed_at, m.parked_at as since,
            case when l.state = 'waiting' then l.next_attempt_at end as next_attempt_at,
            \(place) as place,
            m.edited_at is not null as is_edited
        from parked_message m join parked_lane l using (key)
        union all
        select 'l', id, 'letter', topic, partition, log_offset, key, type, message_id, correlation_id, traceparent,
            code, reason, 0, replays, reason, received_at, received_at, received_at, null, 1, edited_at is not null
        from dead_letter where state = 'kept'
        """
    }

    private static let all = items(place: "row_number() over (partition by m.key order by m.position)")
    private static let single = items(
        place: "(select count(*) from parked_message b where b.key = m.key and b.position <= m.position)"
    )

    package func list(
        _ filter: DeskFilter = DeskFilter(),
        order: DeskOrder = .oldest,
        limit: Int,
        offset: Int = 0
    ) async throws -> [DeskItem] {
        try await pool.query(
            """
            select * from (\(unsafe: Self.all)) item where \(Self.condition(filter))
            order by \(unsafe: order.sql) limit \(limit) offset \(offset)
            """
        ).map(item)
    }

    package func count(_ filter: DeskFilter = DeskFilter()) async throws -> Int {
        let query: Query = "select count(*) as n from (\(unsafe: Self.all)) item where \(Self.condition(filter))"
        return Int(try await pool.query(query).first?.decode("n", as: Int64.self) ?? 0)
    }

    /// - Throws: `DeskError` when it is not here any more.
    package func item(_ id: DeskID) async throws -> DeskItem {
        let rows = try await pool.query(
            """
            select * from (\(unsafe: Self.single)) item where kind = \(id.kind.rawValue) and number = \(id.number)
            """
        )
        guard let row = rows.first else { throw Self.gone(id) }
        return try item(row)
    }

    static func gone(_ id: DeskID) -> DeskError {
        DeskError("\(id) is not here: it was handled, discarded or sent on its way again. See `aftercare dlq list`.")
    }

    private static func condition(_ filter: DeskFilter) -> Query {
        var condition: Query = "state = any(\(filter.states.map(\.rawValue)))"
        if let topic = filter.topic { condition += " and strpos(topic, \(topic)) > 0" }
        if let type = filter.type { condition += " and strpos(coalesce(type, ''), \(type)) > 0" }
        if let code = filter.code { condition += " and code = \(code)" }
        if let reason = filter.reason { condition += " and strpos(lower(reason), lower(\(reason))) > 0" }
        if let key = filter.key { condition += " and record_key = \(Array(key.utf8))" }
        if let caseID = filter.caseID { condition += " and correlation_id = \(caseID)" }
        if let since = filter.since { condition += " and since >= \(since)" }
        if let until = filter.until { condition += " and since < \(until)" }
        return condition
    }

    private func item(_ row: Row) throws -> DeskItem {
        let kind = DeskID.Kind(rawValue: try row.decode("kind")) ?? .letter
        let key = try row.decode("record_key", as: [UInt8]?.self)
        return DeskItem(
            id: DeskID(service: service, kind: kind, number: try row.decode("number")),
            state: DeskItem.State(rawValue: try row.decode("state")) ?? .letter,
            topic: try row.decode("topic"),
            partition: try row.decode("partition"),
            offset: try row.decode("log_offset"),
            key: key.flatMap { String(validating: $0, as: UTF8.self) },
            type: try row.decode("type", as: String?.self),
            messageID: try row.decode("message_id", as: String?.self),
            caseID: try row.decode("correlation_id", as: UniqueID?.self),
            traceparent: try row.decode("traceparent", as: String?.self),
            code: try row.decode("code"),
            reason: try row.decode("reason"),
            attempts: try row.decode("attempts"),
            replays: try row.decode("replays"),
            firstError: try row.decode("first_error", as: String?.self),
            firstFailedAt: try row.decode("first_failed_at", as: Timestamp?.self),
            lastFailedAt: try row.decode("last_failed_at", as: Timestamp?.self),
            since: try row.decode("since"),
            nextAttemptAt: try row.decode("next_attempt_at", as: Timestamp?.self),
            place: try row.decode("place"),
            isEdited: try row.decode("is_edited")
        )
    }
}
