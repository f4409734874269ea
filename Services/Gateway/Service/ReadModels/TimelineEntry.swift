import Database
import Messages
import Messaging
import Vocabulary

/// One thing that happened to a case.
struct TimelineEntry: Sendable {
    let caseID: UniqueID
    let at: Timestamp
    let eventID: UniqueID
    /// CloudEvents `type`.
    let type: String
    let service: String
    let data: JSONText
}

extension TimelineEntry: StoredRow {
    static func insert(_ rows: [TimelineEntry], in transaction: borrowing Transaction) async throws {
        try await transaction.execute(
            """
            insert into timeline_entry (case_id, at, event_id, type, service, data)
            select * from unnest(\(rows.map(\.caseID)), \(rows.map(\.at)), \(rows.map(\.eventID)),
                \(rows.map(\.type)), \(rows.map(\.service)), \(rows.map(\.data)))
            on conflict (case_id, at, event_id) do nothing
            """
        )
    }
}
