import ComplaintsService
import Database
import DispatchService
import GatewayService
import IntakeService
import Messages
import Messaging
import NotificationsService
import PartsService
import ReturnsService
import ServiceKit
import ServiceLifecycle
import SurveysService
import TestKit
import Vocabulary

/// All eight services over one broker and one database, each in its own schema under its own role.
///
/// What the gateway takes in at its HTTP door is put into its outbox here; everything behind that is the real thing.
struct RunningSuite: Sendable {
    static let definitions = [
        ComplaintsWiring.definition, DispatchWiring.definition, GatewayWiring.definition, IntakeWiring.definition,
        NotificationsWiring.definition, PartsWiring.definition, ReturnsWiring.definition, SurveysWiring.definition,
    ]

    let database: TestDatabase
    private let pools: [ServiceName: ConnectionPool]

    private init() async throws {
        database = try await TestDatabase.make()
        var pools: [ServiceName: ConnectionPool] = [:]
        for definition in Self.definitions {
            let schema = definition.service.rawValue
            let migrator = Migrator(
                url: database.url,
                schema: schema,
                role: definition.databaseRole,
                logger: TestLog.quiet
            )
            _ = try await migrator.migrate(definition.migrationGroups)
            pools[definition.service] = database.pool(schema: schema, role: definition.databaseRole)
        }
        self.pools = pools
    }

    /// Starts the suite, runs the body, shuts the suite down.
    static func run(_ body: (RunningSuite) async throws -> Void) async throws {
        let suite = try await RunningSuite()
        let broker = try MockBroker(topics: Catalogue.topics.map { (name: $0.name, partitions: $0.partitions) })
        let kafka = KafkaConfiguration(
            bootstrapServers: broker.bootstrapServers,
            clientID: "suite",
            sessionTimeout: .seconds(6)
        )
        let services = try definitions.flatMap { try suite.runtime($0, kafka).services }
        let group = ServiceGroup(services: services, logger: TestLog.quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do { try await body(suite) } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func runtime(_ definition: ServiceDefinition, _ kafka: KafkaConfiguration) throws -> MessagingRuntime {
        MessagingRuntime(
            service: definition.service,
            instance: definition.service.rawValue,
            handlers: definition.handlers,
            deadlines: definition.deadlineHandlers,
            snapshots: definition.snapshots,
            pool: try pool(definition.service),
            kafka: kafka,
            logger: TestLog.quiet
        )
    }

    private func pool(_ service: ServiceName) throws -> ConnectionPool {
        guard let pool = pools[service] else {
            throw DatabaseError(kind: .poolClosed, sqlState: "", message: "no pool")
        }
        return pool
    }

    /// Sends a command as the gateway does and waits for its outcome.
    ///
    /// - Returns: the command's id and its problem's code when it was rejected.
    func send(_ command: some Message) async throws -> (id: CommandID, rejection: String?) {
        let id = CommandID(.version7(at: .now))
        let origin = OutboxMessage.Origin(
            source: .gateway,
            time: .now,
            correlationID: (command as? any CaseBound)?.caseID.value
        )
        let message = try OutboxMessage(command, id: id.value, origin: origin)
        try await pool(.gateway).withTransaction { transaction in
            try await Outbox.append([message], in: transaction)
        }
        let state = try await eventuallyFound(within: .seconds(60)) {
            try await self.pool(.gateway).query(
                "select state, problem ->> 'code' as code from command where id = \(id)"
            )
            .first
        }
        return (id, try state.decode("code", as: String?.self))
    }

    /// Waits until a thing in the read model has a status, and returns its document.
    func wait(for collection: String, of caseID: CaseID, status: String) async throws -> JSONValue {
        let row = try await eventuallyFound(within: .seconds(60)) {
            try await self.pool(.gateway).query(
                """
                select document from resource
                where collection = \(collection) and case_id = \(caseID) and status = \(status)
                """
            ).first
        }
        return try JSONParser.parse(Array(try row.decode("document", as: JSONText.self).text.utf8))
    }

    /// The types of the case's timeline, in order.
    func timeline(of caseID: CaseID) async throws -> [String] {
        try await pool(.gateway).query(
            "select type from timeline_entry where case_id = \(caseID) order by at, event_id"
        ).map { try $0.decode("type") }
    }

    func count(_ service: ServiceName, _ query: Query) async throws -> Int {
        try await pool(service).query(query)[0].decode(0, as: Int.self)
    }
}
