import Database
import Messages
import Vocabulary

/// The SQL of the sweep.
enum TimerStore {
    /// Marks deadlines that are due as fired; those that another instance is firing are left to it.
    static func fire(
        dueAt time: Timestamp,
        atMost limit: Int,
        in transaction: borrowing Transaction
    ) async throws -> [FiredTimer] {
        let rows = try await transaction.query(
            """
            update timer set state = 'fired', fired_at = now()
            from (
                select owner, kind from timer where state = 'pending' and due_at <= \(time)
                order by due_at limit \(limit) for update skip locked
            ) due
            where timer.owner = due.owner and timer.kind = due.kind
            returning timer.owner, timer.kind, timer.generation, timer.payload, timer.due_at, timer.traceparent,
                timer.tracestate
            """
        )
        return try rows.map { row in
            let state = try row.decode("tracestate", as: String?.self)
            let payload = try row.decode("payload", as: JSONText?.self)
            return FiredTimer(
                owner: try row.decode("owner"),
                kind: try row.decode("kind"),
                generation: try row.decode("generation"),
                payload: try payload.map { try JSONParser.parse(Array($0.text.utf8)) },
                due: try row.decode("due_at"),
                trace: try row.decode("traceparent", as: String?.self).flatMap { TraceContext($0, state: state) }
            )
        }
    }
}

/// A deadline that has come.
struct FiredTimer: Sendable, Equatable {
    let owner: String
    let kind: String
    let generation: Int64
    let payload: JSONValue?
    let due: Timestamp
    /// The step that set it.
    var trace: TraceContext?
}
