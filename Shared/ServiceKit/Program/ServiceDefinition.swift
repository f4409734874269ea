import Database
import Logging
import Messages
import Messaging
import ServiceLifecycle

/// Everything that makes one service out of the shared parts; each service writes it on one screen.
package struct ServiceDefinition: Sendable {
    package let service: ServiceName
    package let migrations: [Migration]
    package let handlers: [HandlerRegistration]
    package let deadlines: [DeadlineRegistration]
    /// What can be sent again in full for read models.
    package let snapshots: [SnapshotSource]
    /// Further parts that run beside the messaging, such as a server or a worker.
    package let components: @Sendable (ServiceContext) throws -> [any Service]

    package init(
        service: ServiceName,
        migrations: [Migration],
        handlers: [HandlerRegistration],
        deadlines: [DeadlineRegistration] = [],
        snapshots: [SnapshotSource] = [],
        components: @escaping @Sendable (ServiceContext) throws -> [any Service] = { _ in [] }
    ) {
        self.service = service
        self.migrations = migrations
        self.handlers = handlers
        self.deadlines = deadlines
        self.snapshots = snapshots
        self.components = components
    }

    /// The role that the service's statements run as: it can touch its own schema only.
    package var databaseRole: String { "aftercare_\(service.rawValue)" }

    /// The deadline handlers by kind, as the runtime takes them.
    package var deadlineHandlers: [String: any DeadlineHandler] {
        Dictionary(deadlines.map { ($0.kind, $0.handler) }) { first, _ in first }
    }

    /// In the order in which they are applied.
    package var migrationGroups: [(component: String, migrations: [Migration])] {
        [(MessagingMigrations.component, MessagingMigrations.all), (service.rawValue, migrations)]
    }
}

/// A kind of deadline and who handles it.
package struct DeadlineRegistration: Sendable {
    let kind: String
    let handler: any DeadlineHandler

    package static func on(_ kind: String, _ handler: some DeadlineHandler) -> DeadlineRegistration {
        DeadlineRegistration(kind: kind, handler: handler)
    }
}

/// What a service's own components may use.
package struct ServiceContext: Sendable {
    package let configuration: ServiceConfiguration
    package let pool: ConnectionPool
    /// For changes that no message asked for; its `wakeUp` is signalled after a commit that wrote to the outbox.
    package let runtime: MessagingRuntime
    package let health: HealthChecks
    package let logger: Logger

    /// Opens sealed texts, in services whose wiring takes the keys.
    package var revealer: Revealer { Revealer(pool: pool, master: configuration.masterKeys) }
}
