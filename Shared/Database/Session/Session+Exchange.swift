import CLibPQ

extension Session {
    /// What the next result belongs to.
    private enum Expectation {
        case begin
        case preparation(StatementCache.Key)
        case housekeeping
        case rows(StatementCache.Key)
    }

    /// Sends statements in pipeline mode and reads all results: one round trip, first error wins.
    func exchange(_ queries: [Query], work: UInt64?) throws -> [ResultTable] {
        try checkMode()
        var expectations: [Expectation] = []
        if mode == .transactionRequested {
            try sendPlain("begin isolation level read committed")
            expectations.append(.begin)
        }
        for query in queries { try send(query, &expectations) }
        try withHandle { handle in
            guard PQpipelineSync(handle.raw) == 1 else { throw self.lost() }
        }
        let tables = try collect(expectations, work: work)
        guard tables.count == queries.count else { throw outOfStep() }
        return tables
    }

    /// Inside a transaction PostgreSQL must agree that one is open.
    private func checkMode() throws {
        guard mode == .transaction, handle?.transactionStatus == PQTRANS_IDLE else { return }
        throw DatabaseError(kind: .server, sqlState: "25P01", message: "a statement ended the transaction")
    }

    private func send(_ query: Query, _ expectations: inout [Expectation]) throws {
        let parameters = query.parameters
        let key = StatementCache.Key(sql: query.sql, types: parameters.types)
        let statement = statements.lookUp(key)
        if let evicted = statement.evicted {
            try sendPlain("deallocate \(evicted)")
            expectations.append(.housekeeping)
        }
        try withHandle { handle in
            if statement.isNew {
                let count = Int32(key.types.count)
                guard PQsendPrepare(handle.raw, statement.name, key.sql, count, key.types) == 1 else {
                    throw self.lost()
                }
                expectations.append(.preparation(key))
            }
            let isSent = parameters.withPointers { values, lengths, formats in
                PQsendQueryPrepared(
                    handle.raw,
                    statement.name,
                    Int32(values.count),
                    values,
                    lengths,
                    formats,
                    1
                )
            }
            guard isSent == 1 else { throw self.lost() }
            expectations.append(.rows(key))
        }
    }

    private func sendPlain(_ sql: String) throws {
        try withHandle { handle in
            guard PQsendQueryParams(handle.raw, sql, 0, nil, nil, nil, nil, 1) == 1 else { throw self.lost() }
        }
    }

    private func collect(_ expectations: [Expectation], work: UInt64?) throws -> [ResultTable] {
        var reader = ResultReader(work: work)
        var tables: [ResultTable] = []
        var failure: DatabaseError?
        try flush(&reader)
        for expectation in expectations {
            var isDone = false
            while let result = try nextResult(&reader) {
                switch result.status {
                case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                    isDone = true
                    if case .rows = expectation { tables.append(ResultTable(result)) }
                    if case .begin = expectation { mode = .transaction }
                case PGRES_FATAL_ERROR:
                    let fault = fault(result, expectation)
                    if isFatal(fault) { throw failure ?? fault }
                    failure = failure ?? fault
                case PGRES_PIPELINE_ABORTED: break
                default: throw outOfStep()
                }
            }
            if !isDone, case .preparation(let key) = expectation { statements.forget(key) }
        }
        guard try nextResult(&reader)?.status == PGRES_PIPELINE_SYNC else { throw outOfStep() }
        if reader.isCancelRequested { throw CancellationError() }
        guard let failure else { return tables }
        transactionFailure = transactionFailure ?? failure
        throw failure
    }

    private func fault(_ result: borrowing QueryResult, _ expectation: Expectation) -> DatabaseError {
        switch expectation {
        case .begin, .housekeeping: return DatabaseError(copying: result, statement: nil)
        case .preparation(let key): return DatabaseError(copying: result, statement: key.sql)
        case .rows(let key):
            let error = DatabaseError(copying: result, statement: key.sql)
            if error.isStalePlan || error.sqlState == "26000" { statements.forget(key) }
            return error
        }
    }
}
