import Logging
import ServiceLifecycle
import Synchronization

/// A bounded set of connections to one schema, opened when needed and replaced when they break.
///
/// It works without being run; as a service it closes on graceful shutdown.
package final class ConnectionPool: Service {
    package let configuration: DatabaseConfiguration
    /// How long a caller waits for a connection.
    package let waitLimit: Duration
    let logger: Logger
    let state: Mutex<PoolState>
    let numbers = Atomic<UInt64>(0)
    let waitedMicroseconds = Atomic<Int64>(0)

    /// - Parameters:
    ///   - size: the most connections that are open at once.
    ///   - waitLimit: after this a caller gets a `poolExhausted` error.
    ///   - waiterLimit: so many callers wait; further ones are refused at once.
    package init(
        configuration: DatabaseConfiguration,
        size: Int,
        waitLimit: Duration = .seconds(30),
        waiterLimit: Int = 1024,
        logger: Logger
    ) {
        precondition(size > 0, "a pool needs a connection")
        self.configuration = configuration
        self.waitLimit = waitLimit
        self.logger = logger
        state = Mutex(PoolState(size: size, waiterLimit: waiterLimit))
    }

    package func run() async throws {
        try? await gracefulShutdown()  // throws on cancellation, which ends the pool as well
        await shutdown()
    }

    /// Closes idle connections and refuses callers; connections in use close when they come back.
    package func shutdown() async {
        let (idle, waiters) = state.withLock { $0.close() }
        for waiter in waiters { waiter.continuation.resume(throwing: DatabaseError.poolClosed) }
        for session in idle { await session.close() }
    }

    /// Lends a connection outside a transaction.
    ///
    /// Session state that the body leaves (locks, settings) stays.
    @discardableResult
    package func withConnection<Result: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (borrowing Connection) async throws -> Result
    ) async throws -> Result {
        let session = try await acquire(transaction: false)
        do {
            let result = try await body(Connection(session: session))
            await release(session)
            return result
        } catch {
            await release(session)
            throw error
        }
    }

    /// Runs the body in a READ COMMITTED transaction: committed when it returns, rolled back when it throws.
    ///
    /// - Throws: what the body throws; the first statement error when the body swallowed it; the error of COMMIT.
    @discardableResult
    package func withTransaction<Result: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (borrowing Transaction) async throws -> Result
    ) async throws -> Result {
        let session = try await acquire(transaction: true)
        do {
            let result = try await body(Transaction(session: session))
            try await session.commit()
            await release(session)
            return result
        } catch {
            await release(session)
            throw error
        }
    }

    /// Autocommit, on any connection.
    package func query(_ query: Query) async throws -> [Row] {
        try await withConnection { try await $0.query(query) }
    }

    /// Autocommit, on any connection.
    ///
    /// - Returns: how many rows were inserted, updated or deleted.
    @discardableResult
    package func execute(_ query: Query) async throws -> Int {
        try await withConnection { try await $0.execute(query) }
    }
}

extension ConnectionPool {
    /// A snapshot of who has what, for metrics.
    package struct Load: Equatable, Sendable {
        package let open: Int
        package let idle: Int
        package let waiting: Int
    }

    /// How often callers had to wait for a connection since the start, and how long in all.
    package var waits: (count: Int, time: Duration) {
        (
            Int(numbers.load(ordering: .relaxed)),
            .microseconds(waitedMicroseconds.load(ordering: .relaxed))
        )
    }

    package var load: Load {
        state.withLock { Load(open: $0.openCount, idle: $0.idle.count, waiting: $0.waiters.count) }
    }
}
