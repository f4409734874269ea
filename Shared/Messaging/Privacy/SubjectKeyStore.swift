import Database
import Foundation
import Messages
import Vocabulary

/// The SQL of keys and erasures.
package enum SubjectKeyStore {
    /// Stores new keys and sends them to the services that may reveal.
    ///
    /// A key of a subject that is erased is dropped: what was sealed under it stays unreadable.
    package static func issue(
        _ keys: [SubjectKey],
        by service: ServiceName,
        at time: Timestamp,
        in transaction: borrowing Transaction
    ) async throws {
        guard !keys.isEmpty else { return }
        let kept = Set(
            try await transaction.query(
                keep(keys.map(\.id), keys.map(\.subject), keys.map(\.wrapped), isOwn: true)
            ).map { try $0.decode("key_id", as: UniqueID.self) }
        )
        let messages = try keys.filter { kept.contains($0.id) }.map { key in
            try OutboxMessage(key.message, id: .version7(at: time), origin: .init(source: service, time: time))
        }
        try await Outbox.append(messages, in: transaction)
    }

    static func keep(_ ids: [UniqueID], _ subjects: [UniqueID], _ wraps: [[UInt8]], isOwn: Bool) -> Query {
        """
        select key_id from keep_subject_keys(\(ids), \(subjects), \(wraps), \(isOwn)) as kept (key_id)
        """
    }

    /// A key to seal with; `nil` when the subject has none.
    package static func key(
        of subject: UniqueID,
        under master: MasterKeyring,
        in transaction: borrowing Transaction
    ) async throws -> SubjectKey? {
        let rows = try await transaction.query(
            """
            select key_id, wrapped from subject_key where subject = \(subject) and wrapped is not null
            order by key_id limit 1
            """
        )
        guard let row = rows.first else { return nil }
        return SubjectKey(
            id: try row.decode("key_id"),
            subject: subject,
            wrapped: try row.decode("wrapped"),
            under: master
        )
    }

    package static func isErased(_ subject: UniqueID, in transaction: borrowing Transaction) async throws -> Bool {
        try await !transaction.query("select 1 from erased_subject where subject = \(subject)").isEmpty
    }
}

/// A key that another service has made.
struct ReceivedKey: StoredRow {
    let keyID: UniqueID
    let subject: UniqueID
    let wrapped: [UInt8]?

    static func insert(_ rows: [ReceivedKey], in transaction: borrowing Transaction) async throws {
        // One that was destroyed meanwhile stays so: keys are only taken in, and forgotten by the erasure itself.
        let keys = rows.filter { $0.wrapped != nil }
        guard !keys.isEmpty else { return }
        _ = try await transaction.query(
            SubjectKeyStore.keep(keys.map(\.keyID), keys.map(\.subject), keys.compactMap(\.wrapped), isOwn: false)
        )
    }
}
