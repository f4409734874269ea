import CLibPQ

/// Owns one `PGresult`; freed exactly once.
struct QueryResult: ~Copyable {
    private let handle: OpaquePointer

    init(adopting raw: OpaquePointer) {
        handle = raw
    }

    deinit { PQclear(handle) }

    var status: ExecStatusType { PQresultStatus(handle) }
    var rowCount: Int { Int(PQntuples(handle)) }
    var columnCount: Int { Int(PQnfields(handle)) }
    /// What was done, such as `COMMIT` or `INSERT 0 3`.
    var commandTag: String { String(cString: PQcmdStatus(handle)) }
    var affectedRows: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    func columnName(_ column: Int) -> String {
        PQfname(handle, Int32(column)).map { String(cString: $0) } ?? ""
    }

    func field(_ code: Int) -> String? {
        PQresultErrorField(handle, Int32(code)).map { String(cString: $0) }
    }

    /// Lends one field; `nil` is NULL.
    func withCell<Value>(
        row: Int,
        column: Int,
        _ read: (Cell?) throws(CellMismatch) -> Value
    ) throws(CellMismatch) -> Value {
        guard PQgetisnull(handle, Int32(row), Int32(column)) == 0 else { return try read(nil) }
        let length = Int(PQgetlength(handle, Int32(row), Int32(column)))
        let start = UnsafeRawPointer(PQgetvalue(handle, Int32(row), Int32(column)))
        let bytes = UnsafeRawBufferPointer(start: start, count: length)
        return try read(Cell(type: PQftype(handle, Int32(column)), bytes: bytes))
    }
}

/// The rows of one statement.
///
/// libpq's manual (34.20): "PGresult objects are normally read-only after creation, and so can be passed around freely
/// between threads"; nothing here writes to it.
final class ResultTable: @unchecked Sendable {
    let affectedRows: Int
    let columns: [String]
    private let result: QueryResult

    init(_ result: consuming QueryResult) {
        affectedRows = result.affectedRows
        columns = (0..<result.columnCount).map { result.columnName($0) }
        self.result = result
    }

    var rows: [Row] { (0..<result.rowCount).map { Row(table: self, index: $0) } }

    func withCell<Value>(
        row: Int,
        column: Int,
        _ read: (Cell?) throws(CellMismatch) -> Value
    ) throws(CellMismatch) -> Value {
        try result.withCell(row: row, column: column, read)
    }
}
