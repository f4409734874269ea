import Database
import FaultKit
import Logging
import Messages
import Messaging
import ServiceKit
import ServiceLifecycle
import TestKit
import Testing

/// A check that cannot fail proves nothing: each invariant is broken once by hand.
@Suite("The checker", .serialized, .timeLimit(.minutes(3)))
struct CheckerTests {
    @Test("given a workload that came to rest, when nothing is damaged, then nothing is found")
    func healthy() async throws {
        let checker = try await CalmWorkload.shared.value.copy()
        #expect(try await checker.openWork() == [])
        #expect(try await checker.violations() == [])
        await checker.close()
    }

    @Test(
        "given a workload that came to rest, when one thing is damaged, then the invariant is named",
        arguments: damages
    )
    func finds(_ damage: Damage) async throws {
        let checker = try await CalmWorkload.shared.value.copy(damagedBy: damage.sql)
        let found = Set(try await checker.violations().map(\.invariant))
        #expect(found.contains(damage.invariant), "found \(found)")
        await checker.close()
    }

    @Test("given an outcome that is missing, when rest is waited for, then it is named as open")
    func findsOpenWork() async throws {
        let checker = try await CalmWorkload.shared.value.copy(
            damagedBy: "delete from gateway.outcome where ctid = (select min(ctid) from gateway.outcome)"
        )
        #expect(try await checker.rest(within: .milliseconds(200)).contains { $0.contains("no outcome yet") })
        await checker.close()
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let invariant: Invariant
        let sql: String

        var testDescription: String { invariant.rawValue }
    }

    static let damages = [
        Damage(
            invariant: .nothingLost,
            sql: """
                insert into intake.outbox (lane, topic, partition, key, event_id, type, headers, payload)
                select lane, topic, partition, key, gen_random_uuid(), type, headers, payload from intake.outbox limit 1
                """
        ),
        Damage(
            invariant: .nothingInvented,
            sql: "delete from gateway.outbox where event_id = (select event_id from gateway.outbox limit 1)"
        ),
        Damage(
            invariant: .inCommitOrder,
            sql: """
                with pair as (select key, min(seq) as first, max(seq) as last from gateway.outbox
                    group by key having count(*) > 1 limit 1)
                update gateway.outbox set seq = case seq when first then last else first end
                from pair where seq in (first, last)
                """
        ),
        Damage(invariant: .appliedOnce, sql: "insert into parts.effect select * from parts.effect limit 1"),
        Damage(
            invariant: .appliedInOrder,
            sql: """
                update parts.case_list set document = jsonb_set(document, '{numbers}', document -> 'numbers' || '0')
                where id = (select id from parts.case_list limit 1)
                """
        ),
        Damage(invariant: .stockConserved, sql: "update intake.shelf set on_hand = on_hand - 1 where id = 'shelf-0'"),
        Damage(
            invariant: .moneyConserved,
            sql: "update intake.account set balance = balance + 1 where id = 'revenue-0'"
        ),
        Damage(
            invariant: .oneOutcome,
            sql: "update gateway.outcome set state = 'rejected' where ctid = (select min(ctid) from gateway.outcome "
                + "where state = 'completed' and command_id in (select id from gateway.issued))"
        ),
        Damage(
            invariant: .deadlineOnceNotEarly,
            sql: "update intake.reminder set at = due_at - interval '1 ms' where has_come"
        ),
        Damage(
            invariant: .nothingStuck,
            sql: "delete from intake.inbox where id = (select id from gateway.issued limit 1)"
        ),
        Damage(
            invariant: .receivedIsAccountedFor,
            sql: "delete from intake.effect where message_id = (select message_id from intake.effect "
                + "where what = 'step' limit 1)"
        ),
        Damage(
            invariant: .bounded,
            sql: """
                insert into parts.relay_tick (lane, tick, lower, upper)
                select 0, 1000000 + n, '1:1:', '1:1:' from generate_series(1, 6) n
                """
        ),
    ]
}

/// The workload played for a moment in this process, and what it left.
private struct CalmWorkload: Sendable {
    static let shared = Task { try await CalmWorkload() }

    private let database: TestDatabase
    private let broker: MockBroker

    private init() async throws {
        database = try await TestDatabase.make()
        broker = try MockBroker(topics: Catalogue.topics.map { ($0.name, $0.partitions) })
        try await play()
    }

    private var kafka: KafkaConfiguration {
        KafkaConfiguration(bootstrapServers: broker.bootstrapServers, clientID: "faults", sessionTimeout: .seconds(6))
    }

    private func play() async throws {
        var pools: [ConnectionPool] = []
        var services: [any Service] = []
        for service in CaseLife.services {
            let definition = CaseLife.definition(of: service)
            let role = definition.databaseRole
            let migrator = Migrator(url: database.url, schema: service.rawValue, role: role, logger: TestLog.quiet)
            _ = try await migrator.migrate(definition.migrationGroups)
            let pool = database.pool(schema: service.rawValue, role: role)
            pools.append(pool)
            services +=
                MessagingRuntime(
                    service: service,
                    instance: service.rawValue,
                    handlers: definition.handlers,
                    deadlines: definition.deadlineHandlers,
                    pool: pool,
                    kafka: kafka,
                    logger: TestLog.quiet
                ).services
        }
        let group = ServiceGroup(services: services, logger: TestLog.quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await load()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        for pool in pools { await pool.shutdown() }
    }

    private func load() async throws {
        var plan = Load.Plan(seed: 20_261_122)
        plan.cases = 20
        plan.stepsPerSecond = 200
        let load = Load(plan, database: database.url, kafka: kafka, logger: TestLog.quiet)
        let running = Task { await load.run() }
        try await eventually(within: .seconds(60)) { load.issued >= 300 }
        try await load.pause()
        let checker = Checker(database: database.url, kafka: kafka, logger: TestLog.quiet)
        #expect(try await checker.rest(within: .seconds(90)) == [])
        await checker.close()
        running.cancel()
        await running.value
    }

    /// A checker on a database of its own with what the workload left, changed by a statement.
    func copy(damagedBy sql: String? = nil) async throws -> Checker {
        let copy = try await database.copy()
        if let sql {
            let pool = copy.pool(schema: "public", role: nil, size: 1)
            #expect(try await pool.execute(Query(unsafe: sql)) > 0)
            await pool.shutdown()
        }
        return Checker(database: copy.url, kafka: kafka, logger: TestLog.quiet)
    }
}
