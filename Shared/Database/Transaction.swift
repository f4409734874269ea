/// An open transaction, READ COMMITTED.
///
/// Lent by `ConnectionPool.withTransaction`; it cannot be kept or copied.
package struct Transaction: ~Copyable, Sendable {
    let session: Session

    package func query(_ query: Query) async throws -> [Row] {
        try await session.run(query).rows
    }

    /// - Returns: how many rows were inserted, updated or deleted.
    @discardableResult
    package func execute(_ query: Query) async throws -> Int {
        try await session.run(query).affectedRows
    }

    /// Sends all statements at once and waits once; the first error fails all of them and the transaction.
    @discardableResult
    package func pipeline(_ queries: [Query]) async throws -> [[Row]] {
        try await session.run(queries).map(\.rows)
    }
}
