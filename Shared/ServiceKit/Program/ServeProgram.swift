import Database
import Foundation
import Logging
import Messages
import Messaging
import Metrics
import ServiceLifecycle
import UnixSignals

/// `serve`: starts at once, whether or not database and broker are there, and drains on SIGTERM or SIGINT.
struct ServeProgram {
    /// After this what still works is cancelled.
    static let drainLimit = Duration.seconds(40)
    /// After this the process ends, whatever still hangs.
    static let lastMoment = Duration.seconds(44)

    private let definition: ServiceDefinition

    init(_ definition: ServiceDefinition) {
        self.definition = definition
    }

    func run() async throws {
        let configuration = try await ServiceConfiguration.read(for: definition.service)
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        let origin = LogOrigin(service: definition.service.rawValue, instance: configuration.instanceID)
        LoggingSystem.bootstrap { label in
            JSONLogHandler(
                label: label,
                level: configuration.logLevel,
                origin: origin,
                sink: DescriptorSink.standardOutput
            )
        }
        let logger = Logger(label: definition.service.rawValue)
        logger.info("starting", metadata: ["version": "\(ProgramVersion.current)"])
        do {
            try await group(configuration, metrics, logger).run()
        } catch {
            logger.critical("stopped by a failure", metadata: ["reason": "\(Self.reason(error))"])
            throw error
        }
        logger.info("stopped")
    }

    /// In reverse order they are shut down: first what takes work in, last what tells of it.
    private func group(
        _ configuration: ServiceConfiguration,
        _ metrics: PrometheusMetrics,
        _ logger: Logger
    ) throws -> ServiceGroup {
        let pool = ConnectionPool(
            configuration: DatabaseConfiguration(
                url: configuration.databaseURL,
                role: definition.databaseRole,
                schema: definition.service.rawValue,
                applicationName: "aftercare-\(definition.service.rawValue)"
            ),
            size: configuration.databasePoolSize,
            logger: logger
        )
        let health = HealthChecks()
        let runtime = MessagingRuntime(
            service: definition.service,
            instance: configuration.instanceID,
            handlers: definition.handlers,
            deadlines: definition.deadlineHandlers,
            snapshots: definition.snapshots,
            pool: pool,
            kafka: configuration.kafka,
            parking: configuration.parking,
            master: configuration.masterKeys,
            settings: Self.settings(configuration),
            logger: logger
        )
        Self.register(runtime.consumer, with: health)
        let context = ServiceContext(
            configuration: configuration,
            pool: pool,
            runtime: runtime,
            health: health,
            logger: logger
        )
        let gate = SchemaGate(pool: pool, groups: definition.migrationGroups, logger: logger)
        health.register("schema") { await gate.state }
        let broker = BrokerWatch(kafka: configuration.kafka, logger: logger)
        health.register("broker") { await broker.state }
        health.register("relay") { runtime.relayState.obstacle.map { .notReady($0) } ?? .ready }
        let gated = try runtime.services + definition.components(context)
        var services: [any Service] = [
            HealthServer(
                host: configuration.httpHost,
                port: configuration.httpPort,
                checks: health,
                metrics: metrics,
                logger: logger
            ),
            pool, broker,
        ]
        services += gated.map { GatedService(gate: gate, service: $0) }
        services.append(DrainNotice(checks: health, logger: logger))
        var group = ServiceGroupConfiguration(
            services: services.map { service in
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: service,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = Self.drainLimit
        return ServiceGroup(configuration: group)
    }

    /// A consumer that hangs ends the process at once: what hangs cannot be asked to finish.
    private static func settings(_ configuration: ServiceConfiguration) -> ConsumerSettings {
        var settings = configuration.consumer
        settings.onStall = { _ in _exit(ConsumerWatchdog.exitStatus) }
        return settings
    }

    private static func register(_ consumer: ConsumerState, with health: HealthChecks) {
        health.register("consumer") {
            if let obstacle = consumer.obstacle { return .notReady(obstacle) }
            return consumer.concern.map { .impaired($0) } ?? .ready
        }
        health.registerLife("consumer") { consumer.stall }
    }

    /// Error types of our own say nothing of persons; of others only the type is told.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case is StartFailure, is DatabaseError, is KafkaError: "\(error)"
        default: "\(type(of: error))"
        }
    }
}

/// Shut down first: from then on the instance is not ready.
private struct DrainNotice: Service {
    let checks: HealthChecks
    let logger: Logger

    func run() async throws {
        try await gracefulShutdown()
        checks.beginDraining()
        logger.info("draining")
        // Not a child: it must outlive everything that hangs, and goes with the process.
        Task.detached { [logger] in
            try await Task.sleep(for: ServeProgram.lastMoment)
            logger.critical("the shutdown took too long")
            exit(1)
        }
    }
}
