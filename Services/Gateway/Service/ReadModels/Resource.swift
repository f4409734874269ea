import Database
import Messages
import Messaging
import Vocabulary

/// The newest snapshot of one thing in one collection.
struct Resource: Sendable {
    let collection: String
    let id: String
    let caseID: UniqueID?
    let status: String?
    let version: Int64
    /// The values that lists may be filtered by.
    let labels: [String]
    let document: JSONText

    /// `nil` when the document has no id or version.
    init?(_ body: JSONValue, collection: String, filters: [String]) {
        guard let id = body["id"]?.stringValue, case .integer(let version)? = body["version"] else { return nil }
        self.collection = collection
        self.id = id
        self.version = version
        caseID = body["caseID"]?.stringValue.flatMap(UniqueID.init)
        status = body["status"]?.stringValue
        labels = filters.compactMap { field in
            Self.text(body[field]).map { Self.label(collection, field, $0) }
        }
        document = JSONText(body.text)
    }

    static func label(_ collection: String, _ field: String, _ value: String) -> String {
        "\(collection)/\(field)=\(value)"
    }

    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .boolean(let value): String(value)
        default: nil
        }
    }
}

extension Resource: StoredRow {
    /// Keeps the newest version of each, whatever order they arrive in.
    static func insert(_ rows: [Resource], in transaction: borrowing Transaction) async throws {
        var newest: [[String]: Resource] = [:]
        for row in rows {
            let key = [row.collection, row.id]
            if let known = newest[key], known.version >= row.version { continue }
            newest[key] = row
        }
        // One order of locks for every instance.
        let rows = newest.values.sorted { ($0.collection, $0.id) < ($1.collection, $1.id) }
        // Arrays in arrays must be of one length in SQL, so labels travel joined by a character that none of them holds.
        let labels = rows.map { $0.labels.map { $0.replacing("\u{1F}", with: " ") }.joined(separator: "\u{1F}") }
        let new: Query = """
            select collection, id, case_id, status, version, string_to_array(labels, chr(31)), document
            from unnest(\(rows.map(\.collection)), \(rows.map(\.id)), \(rows.map(\.caseID)), \(rows.map(\.status)),
                \(rows.map(\.version)), \(labels), \(rows.map(\.document)))
                as new (collection, id, case_id, status, version, labels, document)
            """
        try await transaction.pipeline([
            """
            insert into resource as current (collection, id, case_id, status, version, labels, document)
            \(new) on conflict (collection, id) do update
            set case_id = excluded.case_id, status = excluded.status, version = excluded.version,
                labels = excluded.labels, document = excluded.document, updated_at = now()
            where current.version < excluded.version
            """,
            // After the insert, which waits while the shadow takes the place of the list.
            """
            insert into resource_shadow as current (collection, id, case_id, status, version, labels, document)
            \(new) where collection in (select collection from resource_rebuild)
            on conflict (collection, id) do update
            set case_id = excluded.case_id, status = excluded.status, version = excluded.version,
                labels = excluded.labels, document = excluded.document
            where current.version < excluded.version
            """,
        ])
    }
}
