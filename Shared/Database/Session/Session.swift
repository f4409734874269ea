import CLibPQ

/// One connection, on a thread of its own. The pool lends it to one caller at a time.
actor Session {
    /// What the caller was promised; PostgreSQL's own view is `ConnectionHandle.transactionStatus`.
    enum Mode {
        case autocommit
        /// BEGIN travels with the first statement.
        case transactionRequested
        case transaction
    }

    private let executor: ConnectionThread
    let configuration: DatabaseConfiguration
    let interrupt: Interrupt
    var handle: ConnectionHandle?
    var statements = StatementCache()
    var mode = Mode.autocommit
    /// The first error of the open transaction: what COMMIT answers with when the caller swallowed it.
    var transactionFailure: DatabaseError?
    /// A cancel request may still be on its way, or the protocol is out of step: never reuse.
    var isTainted = false
    private var workNumber: UInt64 = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(configuration: DatabaseConfiguration) throws(DatabaseError) {
        self.configuration = configuration
        executor = try ConnectionThread()
        interrupt = try Interrupt()
    }

    /// Makes the session ready for a caller; `false` when the connection died while nobody used it.
    func start(transaction: Bool) -> Bool {
        guard isReusable, let silent = handle?.isSilent, silent else { return false }
        mode = transaction ? .transactionRequested : .autocommit
        transactionFailure = nil
        return true
    }

    func run(_ query: Query) async throws -> ResultTable {
        guard let table = try await run([query]).first else {
            throw DatabaseError.connection("the database sent no result")
        }
        return table
    }

    /// Runs statements in one round trip; stops the server when the task is cancelled meanwhile.
    func run(_ queries: [Query]) async throws -> [ResultTable] {
        try Task.checkCancellation()
        guard !queries.isEmpty else { return [] }
        return try await cancellable { work in try self.exchange(queries, work: work) }
    }

    /// Gives the body a number by which a cancellation of the task interrupts its waits.
    func cancellable<Value: Sendable>(_ body: (UInt64) throws -> Value) async throws -> Value {
        workNumber += 1
        let work = workNumber
        return try await withTaskCancellationHandler {
            // The closure must mention `self`: one that does not would run on the shared pool, and block it.
            self.assertIsolated()
            return try body(work)
        } onCancel: { [interrupt] in
            interrupt.cancel(work)
        }
    }

    /// Nothing that another caller could notice is left behind.
    var isReusable: Bool {
        guard !isTainted, let isBroken = handle?.isBroken, !isBroken else { return false }
        return handle?.transactionStatus == PQTRANS_IDLE
    }

    func close() {
        handle = nil
    }
}
