import Database
import Logging
import Messages

/// `migrate`: brings the schema up to date and says what it did.
struct MigrateProgram {
    private let definition: ServiceDefinition

    init(_ definition: ServiceDefinition) {
        self.definition = definition
    }

    func run(waiting seconds: Int) async throws {
        let url = try await ServiceConfiguration.readDatabaseURL()
        let schema = definition.service.rawValue
        let logger = Logger(label: "migrate") { label in
            StreamLogHandler.standardError(label: label)
        }
        let migrator = Migrator(url: url, schema: schema, role: definition.databaseRole, logger: logger)
        let applied = try await patiently(for: .seconds(seconds)) {
            try await migrator.migrate(definition.migrationGroups)
        }
        for migration in applied {
            print("\(schema): applied \(migration.component) \(migration.number) \(migration.name)")
        }
        print("\(schema): the schema is up to date")
    }

    /// Tries again while the database cannot be reached.
    private func patiently<Result>(for limit: Duration, _ work: () async throws -> Result) async throws -> Result {
        let deadline = ContinuousClock.now + limit
        var hasComplained = false
        while true {
            do {
                return try await work()
            } catch let error as DatabaseError where error.isRetriable && ContinuousClock.now < deadline {
                if !hasComplained { print("\(definition.service.rawValue): waiting for the database: \(error)") }
                hasComplained = true
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}
