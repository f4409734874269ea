import Database
import Foundation
import Logging
import Messages
import Messaging
import OperatorKit
import ServiceKit

/// Everything that runs under test: a private PostgreSQL, a broker, the workload's services as processes.
package actor Stand {
    package struct Plan: Sendable {
        package var instances = 1
        /// Seconds that a relay's lease lasts; 15 in production.
        package var leaseSeconds = 15
        package var kafkaSessionSeconds = 6
        /// Another Kafka than the development broker.
        package var external: ExternalBroker?

        package init() {}
    }

    package nonisolated let directory: StateDirectory
    package nonisolated let plan: Plan
    package nonisolated let logger: Logger
    package nonisolated let postgres: PrivatePostgres
    package nonisolated let postgresPort: Int
    package nonisolated let brokerPort: Int
    package private(set) var databaseURL = ""
    package private(set) var broker: Worker?
    package private(set) var workers: [String: Worker] = [:]

    package init(_ plan: Plan, logger: Logger) async throws {
        self.plan = plan
        self.logger = logger
        StandDirectory.removeAbandoned()
        directory = try StandDirectory.make()
        postgres = try await PrivatePostgres(directory)
        var ports = PortPlan()
        postgresPort = try ports.chooseQuietly(from: Int.random(in: 21_000..<25_000))
        brokerPort = try ports.chooseQuietly(from: Int.random(in: 25_000..<29_000))
    }

    package nonisolated var kafka: KafkaConfiguration {
        KafkaConfiguration(
            bootstrapServers: plan.external?.servers ?? "127.0.0.1:\(brokerPort)",
            clientID: "faults",
            sessionTimeout: .seconds(plan.kafkaSessionSeconds)
        )
    }

    /// Starts database, broker and services.
    package func start() async throws {
        try await startDatabase()
        for service in CaseLife.services {
            let definition = CaseLife.definition(of: service)
            let migrator = Migrator(
                url: databaseURL,
                schema: service.rawValue,
                role: definition.databaseRole,
                logger: logger
            )
            _ = try await migrator.migrate(definition.migrationGroups)
        }
        if let external = plan.external {
            try await external.prepare(kafka, logger)
        } else {
            broker = Worker(
                "broker",
                try Programs.path("aftercare"),
                ["broker", "--port", "\(brokerPort)"],
                environment: [:],
                directory: directory
            )
            try await broker?.start()
        }
        for service in CaseLife.services {
            for number in 1...plan.instances { try await add(service, number) }
        }
    }

    package func startDatabase() async throws {
        databaseURL = try await postgres.start(port: postgresPort)
    }

    /// Starts one more instance.
    package func add(_ service: ServiceName, _ number: Int, failpoints: String = "") async throws {
        let name = "\(service.rawValue)-\(number)"
        let worker = Worker(
            name,
            try Programs.path("FaultService"),
            [service.rawValue, "serve"],
            environment: try environment(name),
            directory: directory
        )
        workers[name] = worker
        try await worker.start(failpoints: failpoints)
    }

    package func remove(_ name: String) async throws {
        try await workers.removeValue(forKey: name)?.stop(with: SIGTERM)
    }

    private func environment(_ instance: String) throws -> [String: String] {
        [
            "DATABASE_URL": databaseURL, "KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrapServers,
            "KAFKA_SESSION_TIMEOUT": "\(plan.kafkaSessionSeconds)", "INSTANCE_ID": instance, "LOG_LEVEL": "notice",
            "AFTERCARE_LEASE_SECONDS": "\(plan.leaseSeconds)", "AFTERCARE_PARENT": "\(getpid())",
            "AFTERCARE_JWT_SECRET": try directory.makeSecret("jwt"),
            "AFTERCARE_MASTER_KEY": try directory.makeSecret("master"), "PATH": "/usr/bin:/bin",
        ]
    }

    /// Processes that hold more than a service at rest may.
    func overgrown() async -> [Violation] {
        var violations: [Violation] = []
        for (name, worker) in workers {
            guard let size = await worker.size, size.descriptors > 200 || size.mebibytes > 600 else { continue }
            violations.append(
                Violation(.bounded, "\(name) holds \(size.descriptors) descriptors and \(size.mebibytes) MiB")
            )
        }
        return violations
    }

    /// Ends everything and removes what it left.
    package func end() async {
        for worker in workers.values { _ = try? await worker.stop(with: SIGKILL) }
        _ = try? await broker?.stop(with: SIGKILL)
        postgres.process?.send(SIGCONT)
        try? await postgres.stop()
        StandDirectory.remove(directory.path)
    }
}
