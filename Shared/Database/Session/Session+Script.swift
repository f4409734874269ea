import CLibPQ

extension Session {
    /// Runs SQL of several statements, without parameters and outside the pipeline: migrations.
    func runScript(_ sql: String) throws {
        try withHandle { handle in
            guard PQexitPipelineMode(handle.raw) == 1, PQsendQuery(handle.raw, sql) == 1 else { throw self.lost() }
        }
        var reader = ResultReader(work: nil)
        try flush(&reader)
        var failure: DatabaseError?
        while let result = try nextResult(&reader) {
            guard result.status == PGRES_FATAL_ERROR else { continue }
            let fault = Self.scriptError(result, sql)
            if isFatal(fault) { throw fault }
            failure = failure ?? fault
        }
        try withHandle { handle in
            guard PQenterPipelineMode(handle.raw) == 1 else { throw self.lost() }
        }
        if let failure { throw failure }
    }

    var isInTransaction: Bool { handle?.transactionStatus == PQTRANS_INTRANS }

    private static func scriptError(_ result: borrowing QueryResult, _ sql: String) -> DatabaseError {
        let known = DatabaseError(copying: result, statement: nil)
        guard let position = result.field(DIAGNOSTIC_STATEMENT_POSITION).flatMap({ Int($0) }) else {
            return known
        }
        let line = sql.unicodeScalars.prefix(position - 1).count { $0 == "\n" } + 1
        var error = DatabaseError(
            kind: known.kind,
            sqlState: known.sqlState,
            message: "\(known.message) at line \(line)"
        )
        error.constraint = known.constraint
        error.table = known.table
        error.column = known.column
        return error
    }
}
