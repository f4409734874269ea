import Database
import Messages
import Vocabulary

/// Destroys the keys of the subjects here: in every service, whether or not it can reveal.
struct WhenPersonalDataAreErasedForgetKeys: MessageHandler {
    func needs(_ message: Envelope<PersonalDataErasedV1>) -> Needs {
        Needs(OwnKeys.self, message.body.subjects)
    }

    func handle(_ message: Envelope<PersonalDataErasedV1>, in work: inout Workspace) throws {
        let subjects = Set(message.body.subjects).sorted()
        work.append(Erasure(subjects: subjects))
        for subject in subjects {
            for id in work[OwnKeys.self, subject]?.ids ?? [] {
                try work.emit(SubjectKeyV1(keyID: id, subject: subject, wrapped: nil))
            }
        }
    }
}

extension HandlerRegistration {
    /// Part of every service.
    package static let erasures = HandlerRegistration.on(WhenPersonalDataAreErasedForgetKeys())
}

/// The keys of a subject that this service has made: their erased form is this service's to send.
struct OwnKeys: StoredAggregate {
    typealias Key = UniqueID

    let ids: [UniqueID]

    static func load(
        _ keys: [UniqueID],
        in transaction: borrowing Transaction
    ) async throws -> [UniqueID: Stored<OwnKeys>] {
        var ids: [UniqueID: [UniqueID]] = [:]
        let rows = try await transaction.query(
            """
            select subject, key_id from subject_key where subject = any(\(keys)) and is_own and wrapped is not null
            order by subject, key_id for update
            """
        )
        for row in rows { ids[try row.decode("subject"), default: []].append(try row.decode("key_id")) }
        return ids.mapValues { Stored(value: OwnKeys(ids: $0), version: 1) }
    }

    static func save(_ changes: [StoredChange<OwnKeys>], in transaction: borrowing Transaction) async throws {}
}

private struct Erasure: StoredRow {
    let subjects: [UniqueID]

    static func insert(_ rows: [Erasure], in transaction: borrowing Transaction) async throws {
        _ = try await transaction.query("select erase_subjects(\(Set(rows.flatMap(\.subjects)).sorted()))")
    }
}
