import Logging

/// Brings one schema up to date and gives its runtime role exactly the rights that it needs.
///
/// Safe to run from any number of processes at once: an advisory lock lets one work at a time in a database. The URL
/// must log in as a role that may create schemas and roles, over a direct connection (session locks do not survive
/// transaction pooling).
package struct Migrator: Sendable {
    private let configuration: DatabaseConfiguration
    private let role: String
    private let logger: Logger

    package init(url: String, schema: String, role: String, logger: Logger) {
        var configuration = DatabaseConfiguration(
            url: url,
            role: nil,
            schema: schema,
            applicationName: "aftercare-migrate-\(schema)"
        )
        configuration.statementTimeout = .zero
        configuration.idleInTransactionTimeout = .zero
        self.configuration = configuration
        self.role = role
        self.logger = logger
    }

    /// Applies what is missing, group by group, each migration in a transaction of its own.
    ///
    /// - Returns: what was applied now, in order.
    @discardableResult
    package func migrate(_ groups: [(component: String, migrations: [Migration])]) async throws -> [AppliedMigration] {
        for name in [configuration.schema, role] where !SQLName.isPlain(name) { throw MigrationError.invalidName(name) }
        for (component, migrations) in groups { try MigrationPlan.validate(component, migrations) }
        let session = try Session(configuration: configuration)
        try await session.connect()
        do {
            let applied = try await migrate(groups, on: session)
            await session.close()  // also frees the lock
            return applied
        } catch {
            await session.close()
            throw error
        }
    }

    private func migrate(
        _ groups: [(component: String, migrations: [Migration])],
        on session: Session
    ) async throws -> [AppliedMigration] {
        _ = try await session.run("select pg_advisory_lock(\(Self.lock))")
        try await session.runScript(SchemaRights.preparation(schema: configuration.schema, role: role))
        var applied: [AppliedMigration] = []
        for (component, migrations) in groups {
            let plan = try await plan(component, migrations, on: session)
            for step in plan {
                try await apply(step, of: component, on: session)
                logger.info(
                    "applied migration",
                    metadata: ["component": "\(component)", "number": "\(step.migration.number)"]
                )
                applied.append(
                    AppliedMigration(component: component, number: step.migration.number, name: step.migration.name)
                )
            }
        }
        try await session.runScript(SchemaRights.grants(schema: configuration.schema, role: role))
        return applied
    }

    private func plan(
        _ component: String,
        _ migrations: [Migration],
        on session: Session
    ) async throws -> [MigrationPlan.Step] {
        let checksums = try await session.run(
            """
            select encode(sha256(convert_to(text, 'UTF8')), 'hex') as checksum
              from unnest(\(migrations.map(\.sql))) with ordinality as script (text, position)
             order by position
            """
        )
        let records = try await session.run(
            "select number, checksum from schema_migration where component = \(component) order by number"
        )
        return try MigrationPlan.steps(
            component,
            migrations,
            checksums: try checksums.rows.map { try $0.decode("checksum") },
            applied: try records.rows.map { (try $0.decode("number"), try $0.decode("checksum")) }
        )
    }

    private func apply(_ step: MigrationPlan.Step, of component: String, on session: Session) async throws {
        let migration = step.migration
        do {
            try await session.runScript("begin")
            try await session.runScript(migration.sql)
            guard await session.isInTransaction else {
                throw MigrationError.endedTransaction(component: component, number: migration.number)
            }
            _ = try await session.run(
                """
                insert into schema_migration (component, number, name, checksum)
                values (\(component), \(migration.number), \(migration.name), \(step.checksum))
                """
            )
            try await session.runScript("commit")
        } catch let error as DatabaseError {
            throw MigrationError.failed(
                component: component,
                number: migration.number,
                name: migration.name,
                error
            )
        }
    }

    /// One lock for all schemas of a database: rights on shared catalogues must not be changed at the same time.
    private static let lock: Int64 = 0x6166_7465_7263_6172  // "aftercar"
}
