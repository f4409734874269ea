import Database
import Foundation
import Messages
import Vocabulary

/// An aggregate kept as one `jsonb` document beside typed columns for what is filtered, constrained or summed.
///
/// Its table has `id` (uuid or text, as the key), `version bigint`, `document jsonb`, `updated_at timestamptz` and one
/// column for each of `columns`.
package protocol StoredDocument: StoredAggregate, Codable, Equatable where Key: DocumentKey {
    static var table: String { get }
    static var columns: [DocumentColumn<Self>] { get }
    /// The state message for read models.
    func snapshot(id: Key, version: Int64, at time: Timestamp) -> (any Message)?
}

/// A key that a document table can have as its column `id`.
package protocol DocumentKey: StorageKey, DatabaseValue {}

extension ID: DocumentKey {}
extension UniqueID: DocumentKey {}
extension String: DocumentKey {}

/// A column beside the document, computed from the aggregate.
package struct DocumentColumn<Document>: Sendable {
    package let name: String
    let array: @Sendable ([Document]) -> Query

    package static func text(
        _ name: String,
        _ value: @escaping @Sendable (Document) -> String?
    ) -> DocumentColumn {
        DocumentColumn(name: name) { "\($0.map(value))" }
    }

    package static func uuid(
        _ name: String,
        _ value: @escaping @Sendable (Document) -> UniqueID?
    ) -> DocumentColumn {
        DocumentColumn(name: name) { "\($0.map(value))" }
    }

    package static func time(
        _ name: String,
        _ value: @escaping @Sendable (Document) -> Timestamp?
    ) -> DocumentColumn {
        DocumentColumn(name: name) { "\($0.map(value))" }
    }

    package static func integer(
        _ name: String,
        _ value: @escaping @Sendable (Document) -> Int64?
    ) -> DocumentColumn {
        DocumentColumn(name: name) { "\($0.map(value))" }
    }
}

extension StoredDocument {
    package func snapshot(id: Key, version: Int64, at time: Timestamp) -> (any Message)? { nil }

    package static func snapshot(_ change: StoredChange<Self>, at time: Timestamp) throws -> Snapshot? {
        change.after.snapshot(id: change.key, version: change.version, at: time).map(Snapshot.init)
    }

    package static func load(
        _ keys: [Key],
        in transaction: borrowing Transaction
    ) async throws -> [Key: Stored<Self>] {
        let rows = try await transaction.query(
            """
            select id, version, document from \(unsafe: table) where id = any(\(keys)) order by id for update
            """
        )
        var loaded: [Key: Stored<Self>] = [:]
        for row in rows {
            let document = try row.decode("document", as: JSONText.self)
            loaded[try row.decode("id", as: Key.self)] = Stored(
                value: try JSONDecoder().decode(Self.self, from: Data(document.text.utf8)),
                version: try row.decode("version", as: Int64.self)
            )
        }
        return loaded
    }

    package static func save(
        _ changes: [StoredChange<Self>],
        in transaction: borrowing Transaction
    ) async throws {
        let encoder = JSONEncoder()
        let documents = try changes.map { JSONText(utf8: Array(try encoder.encode($0.after))) }
        let values = changes.map(\.after)
        let names = columns.map { ", \($0.name)" }.joined()
        let updates = columns.map { ", \($0.name) = excluded.\($0.name)" }.joined()
        var query: Query = """
            insert into \(unsafe: table) as current (id, version, document\(unsafe: names))
            select * from unnest(\(changes.map(\.key)), \(changes.map(\.version)), \(documents)
            """
        for column in columns {
            query += ", " + column.array(values)
        }
        query += """
            ) on conflict (id) do update set version = excluded.version, document = excluded.document,
                updated_at = now()\(unsafe: updates)
            where current.version = excluded.version - 1
            """
        guard try await transaction.execute(query) == changes.count else { throw ConcurrentChange(table: table) }
    }
}

/// A state message, not yet addressed.
package struct Snapshot: Sendable {
    let message: any Message

    package init(_ message: any Message) {
        self.message = message
    }
}
