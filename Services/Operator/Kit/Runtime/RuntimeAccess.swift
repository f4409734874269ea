import Database
import Foundation
import Logging
import Messages
import Messaging

/// What commands on the message runtime need: the database with all schemas and the cluster, no gateway and no secret.
package struct RuntimeAccess: Sendable {
    package let databaseURL: String
    package let kafka: KafkaConfiguration

    package init(databaseURL: String, kafka: KafkaConfiguration) {
        self.databaseURL = databaseURL
        self.kafka = kafka
    }

    /// For commands that need the database alone.
    package static func databaseURL() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let directory = StateDirectory(environment: environment)
        guard let url = environment.value("DATABASE_URL") ?? SuiteSettings.read(directory)?.databaseURL else {
            throw OperatorError(
                "No suite in \(directory.path). Start one with `aftercare up`, or name one with DATABASE_URL."
            )
        }
        return url
    }

    /// The suite that `up` started here; `DATABASE_URL` and `KAFKA_BOOTSTRAP_SERVERS` name another one.
    package static func here(subject: String) throws -> RuntimeAccess {
        let environment = ProcessInfo.processInfo.environment
        let directory = StateDirectory(environment: environment)
        let settings = SuiteSettings.read(directory)
        guard let database = environment.value("DATABASE_URL") ?? settings?.databaseURL,
            let servers = environment.value("KAFKA_BOOTSTRAP_SERVERS") ?? settings?.bootstrapServers
        else {
            throw OperatorError(
                "No suite in \(directory.path). Start one with `aftercare up`, or name one with DATABASE_URL and "
                    + "KAFKA_BOOTSTRAP_SERVERS."
            )
        }
        return RuntimeAccess(
            databaseURL: database,
            kafka: KafkaConfiguration(
                bootstrapServers: servers,
                security: KafkaConfiguration.securityProperties { environment[$0] },
                clientID: "aftercare-\(subject)"
            )
        )
    }

    /// Says at once when no broker answers, where a client would wait without end.
    package func requireKafka(within limit: Duration = .seconds(10)) async throws {
        guard await KafkaAdmin(kafka, logger: OwnerDatabase.logger).isReachable(within: limit) else {
            throw OperatorError(
                "No Kafka answers at \(kafka.bootstrapServers). Start the suite with `aftercare up`, or name a cluster "
                    + "by KAFKA_BOOTSTRAP_SERVERS."
            )
        }
    }
}

/// All schemas of the suite through the owner's login.
package struct OwnerDatabase: Sendable {
    package let pool: ConnectionPool

    static let logger: Logger = {
        var logger = Logger(label: "operator")
        logger.logLevel = .critical
        return logger
    }()

    /// - Parameter patience: how long one statement may take.
    package init(url: String, patience: Duration = .seconds(600)) {
        var configuration = DatabaseConfiguration(
            url: url,
            role: nil,
            schema: "public",
            applicationName: "aftercare-operator"
        )
        configuration.statementTimeout = patience
        pool = ConnectionPool(configuration: configuration, size: 4, logger: Self.logger)
    }

    package func close() async { await pool.shutdown() }

    /// The services that have this table here.
    package func services(with table: String) async throws -> [ServiceName] {
        let names = ServiceName.allCases.map(\.rawValue)
        let rows = try await pool.query(
            "select name from unnest(\(names)) as s (name) where to_regclass(name || '.' || \(table)) is not null"
        )
        let found = Set(try rows.map { try $0.decode("name", as: String.self) })
        return ServiceName.allCases.filter { found.contains($0.rawValue) }
    }

    /// Those services, or an answer that says what to do.
    package func requiredServices(with table: String) async throws -> [ServiceName] {
        let found = try await services(with: table)
        guard found.isEmpty else { return found }
        throw OperatorError(
            "The database has no schema of the suite with the table \(table). Check DATABASE_URL, or run `migrate`."
        )
    }
}
