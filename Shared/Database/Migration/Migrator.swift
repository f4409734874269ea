import Logging

/// Brings one schema up to date.
package struct Migrator: Sendable {
    package init(url: String, schema: String, role: String, logger: Logger) {}

    @discardableResult
    package func migrate(_ groups: [(component: String, migrations: [Migration])]) async throws -> [AppliedMigration] {
        []
    }
}
