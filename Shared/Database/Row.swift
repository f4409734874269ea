/// One row of a result; columns are read by name or position, as the type that is asked for.
///
/// ```swift
/// let id = try row.decode("id", as: UniqueID.self)
/// let due: Timestamp? = try row.decode("due_at")
/// ```
package struct Row: Sendable {
    let table: ResultTable
    let index: Int

    package var columns: [String] { table.columns }

    package func decode<Value: DatabaseValue>(
        _ column: String,
        as type: Value.Type = Value.self
    ) throws(DatabaseError) -> Value {
        guard let position = table.columns.firstIndex(of: column) else {
            throw .decoding(column: column, wanted: "\(type)", reason: "there is no such column")
        }
        return try decode(position, as: type)
    }

    package func decode<Value: DatabaseValue>(
        _ column: Int,
        as type: Value.Type = Value.self
    ) throws(DatabaseError) -> Value {
        guard table.columns.indices.contains(column) else {
            throw .decoding(column: "\(column + 1)", wanted: "\(type)", reason: "there is no such column")
        }
        do {
            return try table.withCell(row: index, column: column) { cell throws(CellMismatch) in
                if let cell { return try Value.decode(cell) }
                guard let null = Value.databaseNull else { throw CellMismatch("it is null") }
                return null
            }
        } catch {
            throw .decoding(column: table.columns[column], wanted: "\(type)", reason: error.reason)
        }
    }
}
