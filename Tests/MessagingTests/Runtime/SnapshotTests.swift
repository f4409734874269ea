import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

/// All states of a collection sent again, for a read model that is rebuilt.
@Suite("Snapshots on request", .serialized, .timeLimit(.minutes(3)))
struct SnapshotTests {
    /// Any message stands for the state of a journal.
    private static let source = SnapshotSource.of(
        Journal.self,
        as: VisitNotPlannableV1.self,
        table: "journal"
    ) { key, stored, now in
        [VisitNotPlannableV1.sample(key, number: Int(stored.version), at: now)]
    }

    private func sender(_ harness: ServiceHarness) -> SnapshotSender {
        SnapshotSender(
            service: harness.service,
            sources: [Self.source],
            pool: harness.pool,
            wakeUp: WakeUp(),
            logger: TestLog.quiet
        )
    }

    private func harness(documents: Int, rate: Int) async throws -> ServiceHarness {
        let harness = try await ServiceHarness.journal()
        let ids = (0..<documents).map { _ in CaseID.new() }
        try await harness.pool.execute(
            """
            insert into journal (id, version, document, entry_count)
            select id, 1, '{"entries":[]}', 0 from unnest(\(ids)) as new (id)
            """
        )
        try await harness.pool.execute(
            """
            insert into snapshot_task (collection, rebuild_id, state, rate)
            values (\(Self.source.collection), \(UniqueID.version7(at: .now)), 'open', \(Int32(rate)))
            """
        )
        return harness
    }

    private func sent(_ harness: ServiceHarness) async throws -> Int {
        try await harness.count(
            "select count(distinct key) from outbox where type = \(VisitNotPlannableV1.contract.type)"
        )
    }

    @Test("given more documents than one batch, when they are asked for, then each is sent once and the task ends")
    func sendsAll() async throws {
        let harness = try await harness(documents: 450, rate: 100_000)
        let sender = sender(harness)
        while try await sender.sendBatch() != nil {}
        #expect(try await sent(harness) == 450)
        #expect(try await harness.count("select count(*) from outbox") == 450)
        #expect(try await harness.count("select sent from snapshot_task where state = 'done'") == 450)
    }

    @Test("given a sender that ended half-way, when another one goes on, then nothing is left out or sent twice")
    func resumes() async throws {
        let harness = try await harness(documents: 450, rate: 100_000)
        _ = try await sender(harness).sendBatch()
        #expect(try await sent(harness) == 200)
        let other = sender(harness)
        while try await other.sendBatch() != nil {}
        #expect(try await sent(harness) == 450)
        #expect(try await harness.count("select count(*) from outbox") == 450)
    }

    @Test("given a rate, when a batch is sent, then it is no larger and the pause keeps to it")
    func keepsRate() async throws {
        let harness = try await harness(documents: 30, rate: 10)
        #expect(try await sender(harness).sendBatch() == .seconds(1))
        #expect(try await sent(harness) == 10)
    }

    @Test("given live messages that wait for the broker, when snapshots are due, then they wait behind them")
    func yields() async throws {
        let harness = try await harness(documents: 30, rate: 10)
        let sender = sender(harness)
        _ = try await sender.sendBatch()
        try await harness.pool.withTransaction { transaction in
            try await transaction.execute("update outbox set created_at = now() - interval '10 seconds'")
        }
        #expect(try await sender.sendBatch() == nil)
        try await harness.pool.execute("update relay_lane set snapshot = pg_current_snapshot()")
        #expect(try await sender.sendBatch() != nil)
    }

    @Test("given a cancelled task, when senders look, then nothing is sent")
    func cancels() async throws {
        let harness = try await harness(documents: 30, rate: 10)
        try await harness.pool.execute("update snapshot_task set state = 'cancelled'")
        #expect(try await sender(harness).sendBatch() == nil)
        #expect(try await sent(harness) == 0)
    }
}
