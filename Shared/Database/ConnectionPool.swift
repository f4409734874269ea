import Logging
import ServiceLifecycle

/// A bounded set of connections to one schema.
package final class ConnectionPool: Service {
    package let configuration: DatabaseConfiguration

    package init(configuration: DatabaseConfiguration, size: Int, logger: Logger) {
        self.configuration = configuration
    }

    package func run() async throws {
        try await gracefulShutdown()
        await shutdown()
    }

    package func shutdown() async {}

    package func withConnection<Result: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (borrowing Connection) async throws -> Result
    ) async throws -> Result {
        throw DatabaseError.connection("not connected")
    }

    package func withTransaction<Result: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (borrowing Transaction) async throws -> Result
    ) async throws -> Result {
        throw DatabaseError.connection("not connected")
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
