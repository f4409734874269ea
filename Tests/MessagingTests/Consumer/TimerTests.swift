import Database
import Messages
import TestKit
import Testing
import Vocabulary

@testable import Messaging

@Suite("Deadlines", .timeLimit(.minutes(2)))
struct TimerTests {
    @Test(
        "given many deadlines that are due, when several instances sweep at once, then each fires once and none early"
    )
    func sweepsTogether() async throws {
        let harness = try await ServiceHarness.journal()
        _ = try await harness.pool.execute(
            """
            insert into timer (owner, kind, generation, due_at, state)
            select 'owner ' || n, 'remind', n, now() + (n - 2500) * interval '1 hour', 'pending'
            from generate_series(1, 3000) n
            """
        )
        let sweeps = (0..<4).map { _ in
            TimerSweep(processor: harness.processor, wakeUp: WakeUp(), logger: TestLog.quiet)
        }
        let fired = try await withThrowingTaskGroup(of: Int.self) { group in
            for sweep in sweeps {
                group.addTask {
                    var sum = 0
                    while case let count = try await sweep.fireDue(), count > 0 { sum += count }
                    return sum
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(fired == 2500)
        let owners = try await harness.sent(DeadlineFiredV1.self).map(\.owner)
        #expect(owners.count == 2500)
        #expect(Set(owners).count == 2500)
        #expect(try await harness.count("select count(*) from timer where fired_at < due_at") == 0)
        #expect(try await harness.count("select count(*) from timer where state = 'pending'") == 500)
    }

    @Test("given many timers of which few are due, when they are swept, then PostgreSQL reads the index of those due")
    func usesIndex() async throws {
        let harness = try await ServiceHarness.journal()
        _ = try await harness.pool.execute(
            """
            insert into timer (owner, kind, generation, due_at, state)
            select 'owner ' || n, 'remind', n, now() + n * interval '1 hour',
                case when n % 10 = 0 then 'pending' else 'fired' end
            from generate_series(1, 20000) n
            """
        )
        _ = try await harness.pool.execute("analyze timer")
        let plan = try await harness.pool.query(
            """
            explain select owner, kind from timer where state = 'pending' and due_at <= now() + interval '1 day'
            order by due_at limit 1000 for update skip locked
            """
        ).map { try $0.decode(0, as: String.self) }.joined(separator: "\n")
        #expect(plan.contains("timer_due") && !plan.contains("Seq Scan"), "\(plan)")
    }

    @Test("given a deadline on its way, when its timer is cancelled or set anew meanwhile, then it has no effect")
    func ignoresStale() async throws {
        let harness = try await ServiceHarness.journal()
        let (cancelledCase, renewedCase) = (CaseID.new(), CaseID.new())
        for caseID in [cancelledCase, renewedCase] { try await harness.send(cancelled(caseID, "set a timer")) }
        harness.clock.advance(by: .minutes(31))
        let sweep = TimerSweep(processor: harness.processor, wakeUp: WakeUp(), logger: TestLog.quiet)
        #expect(try await sweep.fireDue() == 2)
        let onTheirWay = try await harness.sent(DeadlineFiredV1.self)
        try await harness.changing { work in work.cancel("remind", for: cancelledCase) }
        try await harness.changing { work in work.schedule("remind", for: renewedCase, at: work.now + .minutes(5)) }
        for deadline in onTheirWay {
            try await harness.deliver([try harness.record(of: deadline, from: .dispatch, topic: .timers(.dispatch))])
        }
        #expect(try await harness.entries(of: cancelledCase) == ["set a timer"])
        #expect(try await harness.entries(of: renewedCase) == ["set a timer"])
        #expect(try await harness.advance(by: .minutes(6)) == 1)
        #expect(try await harness.entries(of: renewedCase) == ["set a timer", "reminded"])
    }

    @Test(
        "given a handled timer, when it is old, then its row goes, and a later one still tells its deadlines from its own"
    )
    func removesSettled() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        try await harness.send(cancelled(caseID, "set a timer"))
        try await harness.advance(by: .minutes(31))
        let old = try #require(try await harness.sent(DeadlineFiredV1.self).first)
        #expect(try await harness.count("select count(*) from timer where settled_at is not null") == 1)
        let maintenance = TableMaintenance(
            pool: harness.pool,
            settings: ConsumerSettings(),
            chunk: 2,
            logger: TestLog.quiet
        )
        try await maintenance.maintain()
        #expect(try await harness.count("select count(*) from timer") == 1)
        _ = try await harness.pool.execute("update timer set settled_at = now() - interval '15 days'")
        try await maintenance.maintain()
        #expect(try await harness.count("select count(*) from timer") == 0)

        try await harness.send(cancelled(caseID, "set a timer"))
        #expect(try await harness.count("select generation from timer") > Int(old.generation))
        // An old deadline that is said again, as a new message, is not the new timer's.
        try await harness.deliver([try harness.record(of: old, from: .dispatch, topic: .timers(.dispatch))])
        #expect(try await harness.entries(of: caseID).filter { $0 == "reminded" }.count == 1)
    }

    @Test("given a timer that is pending or fired but not handled, when rows are removed, then it stays, however old")
    func keepsUnsettled() async throws {
        let harness = try await ServiceHarness.journal()
        _ = try await harness.pool.execute(
            """
            insert into timer (owner, kind, generation, due_at, state, fired_at)
            select 'owner ' || n, 'remind', n, now() - interval '90 days', (array['pending', 'fired'])[n], null
            from generate_series(1, 2) n
            """
        )
        let maintenance = TableMaintenance(pool: harness.pool, settings: ConsumerSettings(), logger: TestLog.quiet)
        try await maintenance.maintain()
        #expect(try await harness.count("select count(*) from timer") == 2)
    }
}

extension ServiceHarness {
    /// A change that no message asked for.
    func changing(_ body: @escaping @Sendable (inout Workspace) -> Void) async throws {
        try await pool.withTransaction { transaction in
            let now = try await clock.now(in: transaction)
            let session = BatchSession()
            var work = Workspace(time: now, service: service, cause: nil, session: session)
            body(&work)
            work.commit()
            try await session.flush(service: service, at: now, in: transaction)
        }
    }
}
