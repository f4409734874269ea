import Database
import Messages
import Vocabulary

/// The aggregates behind one collection, whose states can all be sent again: for a read model that is to be rebuilt
/// whatever the broker still holds.
package struct SnapshotSource: Sendable {
    package let collection: String
    let read: @Sendable (_ after: String?, _ limit: Int, Timestamp, borrowing Transaction) async throws -> SnapshotBatch

    /// Documents whose own snapshot says what they are.
    package static func of<Document: StoredDocument>(
        _ type: Document.Type,
        as message: (some Message).Type
    ) -> SnapshotSource where Document.Key: LosslessStringConvertible {
        of(type, as: message, table: Document.table) { key, stored, now in
            [stored.value.snapshot(id: key, version: stored.version, at: now)].compactMap { $0 }
        }
    }

    /// Aggregates of any form: rows of a table whose `id` is their key.
    ///
    /// - Parameters:
    ///   - limit: the most that are locked at once.
    ///   - messages: the states of what was loaded.
    package static func of<Value: StoredAggregate, Body: Message>(
        _ type: Value.Type,
        as message: Body.Type,
        table: String,
        atMost limit: Int = .max,
        _ messages: @escaping @Sendable (Value.Key, Stored<Value>, Timestamp) throws -> [any Message]
    ) -> SnapshotSource where Value.Key: LosslessStringConvertible {
        var name = Body.contract.name
        if case .state(let collection, _) = Body.contract.kind { name = collection }
        return SnapshotSource(collection: name) { last, wanted, now, transaction in
            let count = min(wanted, limit)
            let ids = try await transaction.query(
                """
                select id::text as id from \(unsafe: table)
                where \(last)::text is null or id > (\(last)::text)\(unsafe: Self.cast(Value.Key.self))
                order by id limit \(count)
                """
            ).map { try $0.decode("id", as: String.self) }
            let keys = ids.compactMap(Value.Key.init)
            // Locked in the order in which every batch locks: what changes meanwhile waits and is sent after it.
            let loaded = keys.isEmpty ? [:] : try await Value.load(keys.sorted(), in: transaction)
            let states = try loaded.sorted { $0.key < $1.key }.flatMap { try messages($0.key, $0.value, now) }
            return SnapshotBatch(messages: states, lastID: ids.last ?? last, isLast: ids.count < count)
        }
    }

    private static func cast(_ key: Any.Type) -> String {
        key is any LosslessUniqueID.Type ? "::uuid" : ""
    }
}

/// What is sent in one transaction.
struct SnapshotBatch: Sendable {
    let messages: [any Message]
    let lastID: String?
    let isLast: Bool
}

/// Keys that are columns of type uuid.
private protocol LosslessUniqueID {}
extension ID: LosslessUniqueID {}
extension UniqueID: LosslessUniqueID {}
