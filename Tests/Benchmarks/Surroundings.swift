import Database
import Foundation
import Logging
import Messages
import Messaging
import OperatorKit

/// The PostgreSQL and the broker of one run: own ones in a temporary folder, or those that the environment names.
struct Surroundings: Sendable {
    let databaseURL: String
    let bootstrapServers: String
    private let directory: StateDirectory
    private let postgres: PrivatePostgres?
    private let broker: ProcessIdentity?

    static func start() async throws -> Surroundings {
        let environment = ProcessInfo.processInfo.environment
        let directory = StateDirectory(path: NSTemporaryDirectory() + "aftercare-bench-\(getpid())")
        try directory.create()
        var postgres: PrivatePostgres?
        var broker: ProcessIdentity?
        let databaseURL: String
        if let given = environment["DATABASE_URL"], !given.isEmpty {
            databaseURL = given
        } else {
            let own = try await PrivatePostgres(directory)
            databaseURL = try await own.start(port: try freePort(from: 25_432))
            postgres = own
        }
        var servers = environment["KAFKA_BOOTSTRAP_SERVERS"] ?? ""
        if servers.isEmpty {
            let port = try freePort(from: 29_092)
            broker = try ChildProcess.start(
                Bundle.main.bundlePath + "/aftercare",
                arguments: ["broker", "--port", String(port)],
                environment: environment,
                log: directory.log("broker")
            )
            servers = "127.0.0.1:\(port)"
        }
        let surroundings = Surroundings(
            databaseURL: databaseURL,
            bootstrapServers: servers,
            directory: directory,
            postgres: postgres,
            broker: broker
        )
        guard await KafkaAdmin(surroundings.kafka, logger: surroundings.logger).isReachable(within: .seconds(20)) else {
            throw OperatorError("No Kafka answers at \(servers).")
        }
        return surroundings
    }

    func stop() async {
        broker?.send(SIGTERM)
        try? await postgres?.stop()
        try? FileManager.default.removeItem(atPath: directory.path)
    }

    var kafka: KafkaConfiguration {
        var kafka = KafkaConfiguration(bootstrapServers: bootstrapServers, clientID: "aftercare-bench")
        // The development broker lets a group wait nearly so long after a member has left.
        kafka.sessionTimeout = .seconds(6)
        return kafka
    }

    var logger: Logger { Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() } }

    /// A schema of its own for one measurement, as `aftercare migrate` would make it.
    func service(
        _ schema: String,
        extra migrations: [Migration] = [],
        connections: Int = 8
    ) async throws -> ConnectionPool {
        let role = "aftercare_\(schema)"
        let migrator = Migrator(url: databaseURL, schema: schema, role: role, logger: logger)
        _ = try await migrator.migrate([
            (component: MessagingMigrations.component, migrations: MessagingMigrations.all),
            (component: schema, migrations: migrations),
        ])
        return pool(schema: schema, role: role, size: connections)
    }

    func pool(schema: String, role: String?, size: Int) -> ConnectionPool {
        let configuration = DatabaseConfiguration(
            url: databaseURL,
            role: role,
            schema: schema,
            applicationName: "bench"
        )
        return ConnectionPool(configuration: configuration, size: size, logger: logger)
    }

    /// What the figures were taken on.
    func facts() async throws -> [(name: String, value: String)] {
        let owner = pool(schema: "public", role: nil, size: 1)
        let rows = try await owner.query(
            """
            select current_setting('server_version') as version, current_setting('fsync') as fsync,
                current_setting('synchronous_commit') as commit
            """
        )
        await owner.shutdown()
        let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        return [
            ("processors", "\(ProcessInfo.processInfo.activeProcessorCount) × \(processor ?? "unknown")"),
            (
                "PostgreSQL",
                "\(try rows[0].decode("version", as: String.self)), fsync \(try rows[0].decode("fsync", as: String.self)), "
                    + "synchronous_commit \(try rows[0].decode("commit", as: String.self))"
            ),
            ("broker", broker == nil ? bootstrapServers : "development broker (librdkafka's mock cluster)"),
        ]
    }

    private static func freePort(from first: Int) throws -> Int {
        guard let port = Ports.free(from: first, avoiding: []) else {
            throw OperatorError("No port is free from \(first) on.")
        }
        return port
    }
}
