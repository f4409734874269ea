import Database
import Messages
import Messaging
import Vocabulary

/// How a command ended, on its way into `command`.
struct Outcome: Sendable {
    let commandID: UniqueID
    let state: CommandRecord.State
    var aggregate: String?
    var aggregateID: String?
    var aggregateVersion: Int64?
    var problem: JSONText?
}

extension Outcome: StoredRow {
    /// The first outcome of a command stands; a command that is unknown here came from a topic.
    static func insert(_ rows: [Outcome], in transaction: borrowing Transaction) async throws {
        let first = Dictionary(rows.map { ($0.commandID, $0) }) { first, _ in first }
        let rows = first.values.sorted { $0.commandID < $1.commandID }
        try await transaction.execute(
            """
            insert into command as current
                (id, state, ended_at, aggregate, aggregate_id, aggregate_version, problem)
            select id, state, now(), aggregate, aggregate_id, aggregate_version, problem
            from unnest(\(rows.map(\.commandID)), \(rows.map(\.state.rawValue)), \(rows.map(\.aggregate)),
                \(rows.map(\.aggregateID)), \(rows.map(\.aggregateVersion)), \(rows.map(\.problem)))
                as new (id, state, aggregate, aggregate_id, aggregate_version, problem)
            on conflict (id) do update
            set state = excluded.state, ended_at = excluded.ended_at, aggregate = excluded.aggregate,
                aggregate_id = excluded.aggregate_id, aggregate_version = excluded.aggregate_version,
                problem = excluded.problem
            where current.state = 'accepted'
            """
        )
    }
}
