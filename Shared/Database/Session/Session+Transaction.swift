import CLibPQ

extension Session {
    /// Ends the transaction for good; not interrupted by cancellation, so that its result is known.
    func commit() throws {
        defer { mode = .autocommit }
        guard mode == .transaction else { return }  // no statement was run
        guard handle?.transactionStatus == PQTRANS_INTRANS else {
            throw transactionFailure
                ?? DatabaseError(kind: .server, sqlState: "25P01", message: "a statement ended the transaction")
        }
        do {
            try control("commit", expecting: "COMMIT")
        } catch var error as DatabaseError {
            error.isOutcomeUnknown = error.kind == .connection
            throw error
        }
    }

    /// Leaves nothing open; `false` when the session must not be used again.
    func finish() -> Bool {
        rollback()
        return isReusable
    }

    /// Undoes whatever is open.
    ///
    /// A session that cannot do even that is not reused; the server then rolls back itself.
    private func rollback() {
        mode = .autocommit
        guard !isTainted, handle?.transactionStatus != PQTRANS_IDLE else { return }
        do {
            try control("rollback", expecting: "ROLLBACK")
        } catch {
            isTainted = true
        }
    }

    private func control(_ sql: String, expecting tag: String) throws {
        try withHandle { handle in
            guard PQsendQueryParams(handle.raw, sql, 0, nil, nil, nil, nil, 1) == 1,
                PQpipelineSync(handle.raw) == 1
            else { throw self.lost() }
        }
        var reader = ResultReader(work: nil)
        try flush(&reader)
        var failure: DatabaseError?
        var seen: String?
        while let result = try nextResult(&reader) {
            if result.status == PGRES_FATAL_ERROR {
                let fault = DatabaseError(copying: result, statement: sql)
                if isFatal(fault) { throw fault }
                failure = fault
            } else {
                seen = result.commandTag
            }
        }
        guard try nextResult(&reader)?.status == PGRES_PIPELINE_SYNC else { throw outOfStep() }
        if let failure { throw failure }
        guard seen == tag else { throw outOfStep() }
    }
}
