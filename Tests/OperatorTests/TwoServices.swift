import Database
import Logging
import Messages
import Messaging
import OperatorKit
import ServiceLifecycle
import TestKit
import Vocabulary

/// Intake speaks and dispatch listens, in one database and on one broker, as operators find them.
struct TwoServices: Sendable {
    let database: TestDatabase
    let broker: MockBroker
    let owner: OwnerDatabase
    private let intake: ConnectionPool
    private let dispatch: ConnectionPool

    init() async throws {
        database = try await TestDatabase.make()
        broker = try MockBroker(topics: Catalogue.topics.map { (name: $0.name, partitions: $0.partitions) })
        for service in [ServiceName.intake, .dispatch] {
            let migrator = Migrator(
                url: database.url,
                schema: service.rawValue,
                role: "aftercare_\(service.rawValue)",
                logger: TestLog.quiet
            )
            _ = try await migrator.migrate([(MessagingMigrations.component, MessagingMigrations.all)])
        }
        intake = database.pool(schema: "intake", role: "aftercare_intake")
        dispatch = database.pool(schema: "dispatch", role: "aftercare_dispatch")
        owner = OwnerDatabase(url: database.url)
    }

    var kafka: KafkaConfiguration {
        KafkaConfiguration(
            bootstrapServers: broker.bootstrapServers,
            clientID: "test",
            sessionTimeout: .seconds(6)
        )
    }

    var access: RuntimeAccess { RuntimeAccess(databaseURL: database.url, kafka: kafka) }

    /// What intake says; dispatch heeds it.
    @discardableResult
    func say(_ count: Int = 1) async throws -> [UniqueID] {
        let messages = try (0..<count).map { _ in
            let event = CaseCancelledV1(caseID: CaseID(.version7(at: .now)), reason: "gone", cancelledAt: .now)
            return try OutboxMessage(event, id: .version7(at: .now), origin: .init(source: .intake, time: .now))
        }
        try await intake.withTransaction { transaction in try await Outbox.append(messages, in: transaction) }
        return messages.map(\.id)
    }

    func count(_ query: Query) async throws -> Int {
        try await owner.pool.query(query)[0].decode(0, as: Int.self)
    }

    func taken() async throws -> Int { try await count("select count(*) from dispatch.inbox") }

    func unpublished() async throws -> Int {
        try await count(
            """
            select count(*) from intake.outbox o join intake.relay_lane l using (lane)
            where not pg_visible_in_snapshot(o.xid, l.snapshot)
            """
        )
    }

    /// Runs the services until the body has returned, then shuts them down.
    func running(listening: Bool = true, _ body: () async throws -> Void) async throws {
        var services = runtime(.intake, intake, []).services
        if listening { services += runtime(.dispatch, dispatch, [.on(HeedCancellation())]).services }
        let group = ServiceGroup(services: services, logger: TestLog.quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do { try await body() } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// So many messages, published and taken.
    func exchanged(_ count: Int) async throws -> [UniqueID] {
        let ids = try await say(count)
        try await running { try await eventually(within: .seconds(60)) { try await taken() == count } }
        return ids
    }

    private func runtime(
        _ service: ServiceName,
        _ pool: ConnectionPool,
        _ handlers: [HandlerRegistration]
    ) -> MessagingRuntime {
        MessagingRuntime(
            service: service,
            instance: "\(service.rawValue)-1",
            handlers: handlers,
            pool: pool,
            kafka: kafka,
            logger: TestLog.quiet
        )
    }
}

private struct HeedCancellation: MessageHandler {
    func needs(_ message: Envelope<CaseCancelledV1>) -> Needs { .none }
    func handle(_ message: Envelope<CaseCancelledV1>, in work: inout Workspace) {}
}
