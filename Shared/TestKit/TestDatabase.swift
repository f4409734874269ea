import Database
import Glibc
import Logging
import Synchronization

/// A fresh database of its own for one test; it goes with the server, or by `drop()`.
package struct TestDatabase: Sendable {
    /// Logs in as a superuser.
    package let url: String
    package let name: String

    private static let count = Atomic<Int>(0)
    private static let turnstile = Turnstile(3)

    /// An empty database.
    package static func make(on server: String? = nil) async throws -> TestDatabase {
        let number = count.add(1, ordering: .relaxed).newValue
        let name = "aftercare_test_\(getpid())_\(number)"
        let server = if let server { server } else { try await PostgresCluster.shared.url }
        try await turnstile.run { try await administer(server, "create database \(unsafe: name)") }
        var options = try ConnectionOptions(url: server)
        options["dbname"] = name
        return TestDatabase(url: options.url, name: name)
    }

    /// A fresh database with one schema, and a pool that works in it as its runtime role `aftercare_<schema>`.
    package static func make(
        schema: String,
        migrations: [Migration],
        poolSize: Int = 4
    ) async throws -> MigratedTestDatabase {
        try await make(schema: schema, groups: [(schema, migrations)], poolSize: poolSize)
    }

    package static func make(
        schema: String,
        groups: [(component: String, migrations: [Migration])],
        poolSize: Int = 4,
        on server: String? = nil
    ) async throws -> MigratedTestDatabase {
        let database = try await make(on: server)
        let role = "aftercare_\(schema)"
        let migrator = Migrator(url: database.url, schema: schema, role: role, logger: TestLog.quiet)
        _ = try await turnstile.run { try await migrator.migrate(groups) }
        let pool = database.pool(schema: schema, role: role, size: poolSize)
        return MigratedTestDatabase(database: database, schema: schema, role: role, pool: pool)
    }

    /// A pool on this database; without a role it works as superuser.
    package func pool(schema: String, role: String?, size: Int = 4) -> ConnectionPool {
        var configuration = DatabaseConfiguration(url: url, role: role, schema: schema, applicationName: "test")
        configuration.connectTimeout = .seconds(60)
        return ConnectionPool(configuration: configuration, size: size, logger: TestLog.quiet)
    }

    /// Another database with what this one holds; nobody may be connected to this one.
    package func copy() async throws -> TestDatabase {
        let number = Self.count.add(1, ordering: .relaxed).newValue
        let other = "aftercare_test_\(getpid())_\(number)"
        try await Self.administer(
            PostgresCluster.shared.url,
            "create database \(unsafe: other) template \(unsafe: name)"
        )
        var options = try ConnectionOptions(url: url)
        options["dbname"] = other
        return TestDatabase(url: options.url, name: other)
    }

    /// Removes the database, whoever still uses it.
    ///
    /// Worth a call on a server that outlives the tests.
    package func drop() async throws {
        try await Self.administer(PostgresCluster.shared.url, "drop database if exists \(unsafe: name) with (force)")
    }

    static func administer(_ server: String, _ query: Query) async throws {
        var configuration = DatabaseConfiguration(url: server, role: nil, schema: "public", applicationName: "test")
        configuration.connectTimeout = .seconds(60)
        let pool = ConnectionPool(configuration: configuration, size: 1, logger: TestLog.quiet)
        do {
            try await pool.execute(query)
            await pool.shutdown()
        } catch {
            await pool.shutdown()
            throw error
        }
    }
}

/// A database that is ready for use.
package struct MigratedTestDatabase: Sendable {
    package let database: TestDatabase
    package let schema: String
    package let role: String
    package let pool: ConnectionPool

    package var url: String { database.url }
}

/// A log that says nothing.
package enum TestLog {
    package static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
