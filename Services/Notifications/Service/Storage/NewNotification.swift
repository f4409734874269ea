import Database
import Foundation
import Messaging
import NotificationsDomain
import Vocabulary

/// A notification that comes into being.
///
/// Which ones do is only known once the held stages are loaded, so they are rows and not aggregates; one that is already
/// there stays as it is.
struct NewNotification: StoredRow {
    let document: NotificationDocument

    static func insert(_ rows: [NewNotification], in transaction: borrowing Transaction) async throws {
        let encoder = JSONEncoder()
        let documents = try rows.map { JSONText(utf8: Array(try encoder.encode($0.document))) }
        let all = rows.map(\.document.notification)
        try await transaction.execute(
            """
            with new as (
                insert into notification (id, version, document, case_id, person, event_id, channel, stage, status)
                select id, 1, document, case_id, person, event_id, channel, stage, status
                from unnest(\(all.map(\.id)), \(documents), \(all.map(\.caseID)), \(all.map(\.identity.person)),
                    \(all.map(\.identity.eventID)), \(all.map(\.identity.channel.rawValue)),
                    \(all.map(\.stage.rawValue)), \(all.map(\.state.status.rawValue)))
                    as row (id, document, case_id, person, event_id, channel, stage, status)
                on conflict do nothing
                returning id, channel, status
            )
            insert into delivery_task (notification_id, channel)
            select id, channel from new where status = 'pending'
            """
        )
    }
}
