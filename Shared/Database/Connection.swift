/// A connection outside a transaction, for work that is tied to one session.
///
/// Lent by `ConnectionPool.withConnection`; it cannot be kept or copied.
package struct Connection: ~Copyable, Sendable {
    let session: Session

    package func query(_ query: Query) async throws -> [Row] {
        try await session.run(query).rows
    }

    /// - Returns: how many rows were inserted, updated or deleted.
    @discardableResult
    package func execute(_ query: Query) async throws -> Int {
        try await session.run(query).affectedRows
    }

    /// Sends all statements at once and waits once; they take effect together or not at all.
    @discardableResult
    package func pipeline(_ queries: [Query]) async throws -> [[Row]] {
        try await session.run(queries).map(\.rows)
    }
}
