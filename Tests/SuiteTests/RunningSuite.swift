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
    private let kafka: KafkaConfiguration
    private let pools: [ServiceName: ConnectionPool]

    private init(_ kafka: KafkaConfiguration) async throws {
        self.kafka = kafka
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
        let broker = try MockBroker(topics: Catalogue.topics.map { (name: $0.name, partitions: $0.partitions) })
        let kafka = KafkaConfiguration(
            bootstrapServers: broker.bootstrapServers,
            clientID: "suite",
            sessionTimeout: .seconds(6)
        )
        let suite = try await RunningSuite(kafka)
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
            master: TestKeys.master,
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
        let (message, key) = try TestKeys.sealed(command, id: id.value)
        try await pool(.gateway).withTransaction { transaction in
            try await SubjectKeyStore.issue([key], by: .gateway, at: .now, in: transaction)
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

    // MARK: what a curious person finds

    /// Every table of every schema as text, binary columns decoded.
    func dump() async throws -> String {
        let pool = database.pool(schema: "public", role: nil, size: 1)
        let schemas = ServiceName.allCases.map(\.rawValue)
        let tables = try await pool.query(
            """
            select oid::regclass::text as name from pg_class
            where relkind = 'r' and relnamespace::regnamespace::text = any(\(schemas))
            """
        ).map { try $0.decode("name", as: String.self) }
        var text = ""
        for table in tables {
            let rows = try await pool.query(
                """
                select row_to_json(item)::text || ' ' || coalesce((
                    select string_agg(convert_from(decode(substr(value, 3), 'hex'), 'utf8'), ' ')
                    from jsonb_each_text(to_jsonb(item)) where key = 'payload' and value like '\\\\x%'), '') as line
                from \(unsafe: table) as item
                """
            )
            for row in rows { text += "\(table) \(try row.decode("line", as: String.self))\n" }
        }
        await pool.shutdown()
        return text
    }

    /// Every record of every topic, keys and headers too.
    func records() async throws -> String {
        let reader = try KafkaReader(kafka, logger: TestLog.quiet)
        var text = ""
        for topic in Catalogue.topics {
            try await reader.readAll(topic.name) { records in
                for record in records {
                    let headers = record.headers.map { $0.value ?? [] }
                    for bytes in [record.key ?? [], record.value ?? []] + headers {
                        text += String(decoding: bytes, as: UTF8.self) + "\n"
                    }
                }
            }
        }
        await reader.close()
        return text
    }

    /// The gateway's read models and timelines as it shows them.
    func shown() async throws -> String {
        let rows = try await pool(.gateway).query(
            "select document::text as text from resource union all select data::text from timeline_entry"
        )
        let revealer = Revealer(pool: try pool(.gateway), master: TestKeys.master)
        let texts = try rows.map { try $0.decode("text", as: String.self) }
        return try await revealer.reveal(json: texts).joined(separator: "\n")
    }
}
