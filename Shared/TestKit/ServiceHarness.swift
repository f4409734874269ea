import Database
import Logging
import Messages
import Messaging
import Synchronization
import Vocabulary

/// One service's handlers on a real database, fed message by message: what a test of a service needs of the runtime.
///
/// Messages go through reading, claims, handlers and storage exactly as from a topic; what the service sends is read
/// back from its outbox.
package final class ServiceHarness: Sendable {
    package let service: ServiceName
    package let pool: ConnectionPool
    package let processor: BatchProcessor
    package let clock = BusinessClock()
    private let handlers: [HandlerRegistration]
    package let database: MigratedTestDatabase
    private let sweep: TimerSweep
    private let sequences = Mutex<[String: Int64]>([:])

    /// - Parameter server: logs in as a superuser; `nil` is the server that all tests share.
    package convenience init(
        service: ServiceName,
        migrations: [Migration],
        handlers: [HandlerRegistration],
        deadlines: [String: any DeadlineHandler] = [:],
        parking: ParkingPolicy = .standard,
        on server: String? = nil
    ) async throws {
        let database = try await TestDatabase.make(
            schema: service.rawValue,
            groups: [
                (component: MessagingMigrations.component, migrations: MessagingMigrations.all),
                (component: service.rawValue, migrations: migrations),
            ],
            on: server
        )
        self.init(service: service, database: database, handlers: handlers, deadlines: deadlines, parking: parking)
    }

    /// The service on a database that is there already.
    package init(
        service: ServiceName,
        database: MigratedTestDatabase,
        handlers: [HandlerRegistration] = [],
        deadlines: [String: any DeadlineHandler] = [:],
        parking: ParkingPolicy = .standard
    ) {
        self.service = service
        self.database = database
        self.handlers = handlers + [.erasures, .deadlines(deadlines)]
        pool = database.pool
        processor = BatchProcessor(
            service: service,
            handlers: self.handlers,
            pool: pool,
            clock: clock,
            parking: parking,
            master: TestKeys.master,
            logger: TestLog.quiet
        )
        sweep = TimerSweep(processor: processor, wakeUp: WakeUp(), logger: TestLog.quiet)
    }

    /// The same service in another process, on the same database.
    package func anotherProcess() -> BatchProcessor {
        BatchProcessor(
            service: service,
            handlers: handlers,
            pool: pool,
            clock: clock,
            parking: processor.parking,
            master: TestKeys.master,
            logger: TestLog.quiet
        )
    }

    /// A pool that works as the owner of all tables; the caller shuts it down.
    package func asOwner() -> ConnectionPool {
        database.database.pool(schema: service.rawValue, role: nil, size: 1)
    }

    /// A message as it would arrive, not yet processed.
    package func record(
        of message: some Message,
        id: UniqueID? = nil,
        from source: ServiceName? = nil,
        key: String? = nil,
        topic: Topic? = nil
    ) throws -> IncomingRecord {
        let contract = type(of: message).contract
        let sender = source ?? ServiceName.allCases.first { contract.name.hasPrefix($0.rawValue) } ?? .gateway
        // Not held against its schema: what others send may be wrong.
        let outgoing = try OutboxMessage(
            contract: contract,
            key: message.key,
            payload: try message.jsonBytes(),
            id: id ?? .version7(at: .now),
            origin: OutboxMessage.Origin(source: contract.isCommand ? source ?? .gateway : sender, time: .now),
            topic: topic
        )
        let lane = "\(outgoing.topic.name) \(contract.isCommand ? source ?? .gateway : sender)"
        let sequence = sequences.withLock { sequences in
            sequences[lane, default: 0] += 1
            return sequences[lane, default: 0]
        }
        return IncomingRecord(
            topic: outgoing.topic.name,
            partition: 0,
            offset: sequence,
            key: Array((key ?? outgoing.key).utf8),
            value: outgoing.payload,
            headers: outgoing.headers.map { KafkaHeader($0.name, $0.value) }
                + [KafkaHeader("ce_sequence", String(sequence))]
        )
    }

    /// Sends one message through the service.
    @discardableResult
    package func send(
        _ message: some Message,
        id: UniqueID? = nil,
        from source: ServiceName? = nil
    ) async throws -> BatchReport {
        try await deliver([try record(of: message, id: id, from: source)])
    }

    /// Processes records as one batch.
    @discardableResult
    package func deliver(_ records: [IncomingRecord]) async throws -> BatchReport {
        try await processor.process(records, clusterID: "test")
    }

    /// Moves the time on, fires what has come due and lets the service handle it.
    ///
    /// - Returns: how many deadlines fired.
    @discardableResult
    package func advance(by interval: Duration) async throws -> Int {
        clock.advance(by: interval)
        let before = try await sent(DeadlineFiredV1.self).count
        try await sweep.fireDue()
        let fired = try await sent(DeadlineFiredV1.self).dropFirst(before)
        for deadline in fired {
            try await deliver([try record(of: deadline, from: service, topic: .timers(service))])
        }
        return fired.count
    }

    /// Tries parked lanes again now, without waiting for their time.
    @discardableResult
    package func retryParked() async throws -> Int {
        try await makeLanesDue()
        return try await ParkedLanes(processor: processor, logger: TestLog.quiet).retryDue()
    }

    package func makeLanesDue() async throws {
        _ = try await pool.execute("update parked_lane set next_attempt_at = now() where state = 'waiting'")
    }

    /// Everything of one type that the service has sent so far, in order, with its personal values opened.
    package func sent<Body: Message>(_ type: Body.Type) async throws -> [Body] {
        let rows = try await pool.query(
            "select payload from outbox where type = \(Body.contract.type) order by seq"
        )
        let bodies = try rows.map { String(decoding: try $0.decode("payload", as: [UInt8].self), as: UTF8.self) }
        return try await revealer.reveal(json: bodies).map { try Body.decode(Array($0.utf8)) }
    }

    /// Opens what the service has sealed.
    package var revealer: Revealer { Revealer(pool: pool, master: TestKeys.master) }

    /// The types of everything sent so far, in order, without the keys of personal data.
    package func sentTypes() async throws -> [String] {
        try await pool.query("select type from outbox where type <> \(SubjectKeyV1.contract.type) order by seq").map {
            try $0.decode("type")
        }
    }

    /// The reason noted for the last rejected or parked message; `nil` when there was none.
    package func lastReason() async throws -> String? {
        let rows = try await pool.query(
            """
            select reason from (select reason, received_at from inbox where reason is not null
                union all select reason, received_at from foreign_inbox where reason is not null) as noted
            order by received_at desc limit 1
            """
        )
        return try rows.first?.decode("reason", as: String.self)
    }
}
