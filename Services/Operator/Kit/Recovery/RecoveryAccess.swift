import Database
import Foundation
import Logging
import Messages
import Messaging

/// What recovery commands need: the databases as their owner, and Kafka; no gateway, which may be down.
package struct RecoveryAccess: Sendable {
    package let databaseURL: String
    package let kafka: KafkaConfiguration
    let settings: SuiteSettings?

    package init(databaseURL: String, kafka: KafkaConfiguration, settings: SuiteSettings? = nil) {
        self.databaseURL = databaseURL
        self.kafka = kafka
        self.settings = settings
    }

    /// The suite that `up` started here, or what `DATABASE_URL` and `KAFKA_BOOTSTRAP_SERVERS` name.
    package static func here(environment: [String: String]) throws -> RecoveryAccess {
        let settings = SuiteSettings.read(StateDirectory(environment: environment))
        guard let database = environment.value("DATABASE_URL") ?? settings?.databaseURL,
            let servers = environment.value("KAFKA_BOOTSTRAP_SERVERS") ?? settings?.bootstrapServers
        else {
            throw OperatorError(
                "No suite here. Start one with `aftercare up`, or name one with DATABASE_URL (the owner's login) and "
                    + "KAFKA_BOOTSTRAP_SERVERS."
            )
        }
        let kafka = KafkaConfiguration(
            bootstrapServers: servers,
            security: KafkaConfiguration.securityProperties { environment[$0] },
            clientID: "aftercare-recovery"
        )
        return RecoveryAccess(databaseURL: database, kafka: kafka, settings: settings)
    }

    /// A pool in the service's schema, as the owner of its tables; `nil` when the schema is not there.
    func pool(of service: ServiceName) async throws -> ConnectionPool? {
        var configuration = DatabaseConfiguration(
            url: databaseURL,
            role: nil,
            schema: service.rawValue,
            applicationName: "aftercare-recovery"
        )
        configuration.statementTimeout = .seconds(600)
        configuration.idleInTransactionTimeout = .zero
        let pool = ConnectionPool(configuration: configuration, size: 2, logger: Self.quiet)
        let isThere = try await pool.query("select to_regclass('relay_home') is not null as there")
        if try isThere.first?.decode("there", as: Bool.self) == true { return pool }
        await pool.shutdown()
        return nil
    }

    /// Runs something on each service's schema.
    func each(
        _ services: [ServiceName],
        _ body: (ServiceName, ConnectionPool) async throws -> Void
    ) async throws {
        for service in services {
            guard let pool = try await pool(of: service) else { continue }
            do { try await body(service, pool) } catch {
                await pool.shutdown()
                throw error
            }
            await pool.shutdown()
        }
    }

    func requireKafka(hint: String = "") async throws {
        guard await KafkaAdmin(kafka, logger: Self.quiet).isReachable(within: .seconds(10)) else {
            throw OperatorError("No Kafka answers at \(kafka.bootstrapServers) (KAFKA_BOOTSTRAP_SERVERS).\(hint)")
        }
    }

    static var quiet: Logger {
        var logger = Logger(label: "recovery")
        logger.logLevel = .critical
        return logger
    }
}
