import Database
import Logging
import ServiceLifecycle

/// Opens once the database answers and the schema has every migration that this program knows.
actor SchemaGate {
    private let pool: ConnectionPool
    private let wanted: [(component: String, number: Int)]
    private let logger: Logger
    private var closedBecause: String? = "the database has not answered yet"
    private var attempt: Task<Void, Never>?

    init(pool: ConnectionPool, groups: [(component: String, migrations: [Migration])], logger: Logger) {
        self.pool = pool
        self.logger = logger
        wanted = groups.flatMap { group in group.migrations.map { (group.component, $0.number) } }
    }

    /// For `/readyz`: also after the gate has opened, the database must answer.
    var state: HealthState {
        get async {
            guard let reason = await obstacle() else { return .ready }
            return .notReady(reason)
        }
    }

    /// Returns when the gate is open; asks at growing intervals of at most 5 s and says why it waits.
    func opened() async throws {
        var pause = Duration.milliseconds(200)
        while let reason = await obstacle() {
            if closedBecause != reason {
                logger.warning("waiting before work can begin", metadata: ["reason": "\(reason)"])
                closedBecause = reason
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
        }
    }

    /// Why work cannot begin; `nil` when it can.
    private func obstacle() async -> String? {
        do {
            let rows = try await pool.query("select component, number from schema_migration")
            var known: Set<String> = []
            for row in rows {
                known.insert(
                    "\(try row.decode("component", as: String.self)) \(try row.decode("number", as: Int.self))"
                )
            }
            let missing = wanted.map { "\($0.component) \($0.number)" }.filter { !known.contains($0) }
            guard let first = missing.first else { return nil }
            return "the schema lacks \(missing.count) migration(s), first \(first): run migrate"
        } catch let error as DatabaseError where ["42P01", "3F000", "22023", "42704"].contains(error.sqlState) {
            return "the schema is not there yet: run migrate"
        } catch let error as DatabaseError where error.message.contains("does not exist") {
            return "the schema's role or database is not there yet: run migrate (\(error))"
        } catch {
            return "the database does not answer: \(error)"
        }
    }
}

/// Runs a service once the gate is open; a shutdown before that ends it quietly.
struct GatedService: Service {
    let gate: SchemaGate
    let service: any Service

    func run() async throws {
        let isOpen = await cancelWhenGracefulShutdown {
            do {
                try await gate.opened()
                return true
            } catch {
                return false
            }
        }
        if isOpen {
            try await service.run()
        } else {
            try? await gracefulShutdown()
        }
    }
}
