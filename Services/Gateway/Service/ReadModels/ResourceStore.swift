import Database
import Vocabulary

/// Reads the read models; holds the SQL of `resource` for lists.
struct ResourceStore: Sendable {
    struct Item: Sendable {
        let collection: String
        let position: Int64
        /// JSON text, passed on as it is stored.
        let document: String
    }

    let pool: ConnectionPool

    func find(_ id: String, in collection: String) async throws -> String? {
        try await pool.query(
            "select document from resource where collection = \(collection) and id = \(id)"
        ).first?.decode("document", as: JSONText.self).text
    }

    /// One page and one item more, which tells whether another page follows.
    func list(_ collection: String, _ query: ListQuery) async throws -> [Item] {
        var sql: Query = "select collection, position, document from resource where collection = \(collection)"
        var labels: [String] = []
        for (field, value) in query.equals.sorted(by: { $0.key < $1.key }) {
            if field == "status" {
                sql += " and status = \(value)"
            } else {
                labels.append(Resource.label(collection, field, value))
            }
        }
        if !labels.isEmpty { sql += " and labels @> \(labels)" }
        if let caseID = query.caseID { sql += " and case_id = \(caseID)" }
        let isAscending = query.direction == .oldestFirst
        if let after = query.after { sql += isAscending ? " and position > \(after)" : " and position < \(after)" }
        sql += isAscending ? " order by position" : " order by position desc"
        sql += " limit \(query.limit + 1)"
        return try await items(sql)
    }

    /// Everything of a case that stands in these collections.
    func parts(of caseID: UniqueID, in collections: [String]) async throws -> [Item] {
        try await items(
            """
            select collection, position, document from resource
            where case_id = \(caseID) and collection = any(\(collections))
            order by collection, position limit 1000
            """
        )
    }

    private func items(_ query: Query) async throws -> [Item] {
        try await pool.query(query).map { row in
            Item(
                collection: try row.decode("collection"),
                position: try row.decode("position"),
                document: try row.decode("document", as: JSONText.self).text
            )
        }
    }
}
