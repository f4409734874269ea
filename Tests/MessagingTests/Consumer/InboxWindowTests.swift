import Database
import Messages
import TestKit
import Testing
import Vocabulary

@testable import Messaging

@Suite("What the inbox can remember", .timeLimit(.minutes(2)))
struct InboxWindowTests {
    private static let days: [Duration] = [Duration.zero - Duration.days(20), Duration.days(3)]

    @Test(
        "given an id from before the inbox's days or from the future, when its number is the next, then it is taken once",
        arguments: days
    )
    func numbersDecide(shift: Duration) async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let message = cancelled(caseID, "1")
        let record = try harness.record(of: message, id: .version7(at: Timestamp.now + shift))
        #expect(try await harness.deliver([record]).done == 1)
        #expect(try await harness.deliver([record]).copies == 1)
        #expect(try await harness.count("select count(*) from foreign_inbox") == 1)
        #expect(try await harness.entries(of: caseID) == ["1"])
        // The same id under another number is known as well.
        let again = try harness.record(of: message, id: UniqueID(record.text("ce_id")))
        #expect(try await harness.deliver([again]).copies == 1)
    }

    @Test("given an old id that waits in a lane, when it is handled at last, then the inbox says so")
    func notesParked() async throws {
        let harness = try await ServiceHarness.journal()
        let old = UniqueID.version7(at: Timestamp.now - .days(20))
        let record = try harness.record(of: cancelled(.new(), "too early"), id: old)
        #expect(try await harness.deliver([record]).parked == 1)
        #expect(try await harness.count("select count(*) from foreign_inbox where outcome = 'parked'") == 1)
    }

    @Test("given an integrator's message older than the memory, when it comes, then it is kept apart, else taken once")
    func refusesOldForeign() async throws {
        let harness = try await ServiceHarness.journal()
        func record(_ id: String, age: Duration) throws -> IncomingRecord {
            IncomingRecord(
                topic: CancelCaseV1.contract.topic.name,
                partition: 0,
                offset: Int64(id.count),
                key: nil,
                value: try CancelCaseV1(caseID: .new(), reason: "sold").jsonBytes(),
                headers: [
                    KafkaHeader("ce_specversion", "1.0"), KafkaHeader("ce_id", id),
                    KafkaHeader("ce_source", "urn:shop"), KafkaHeader("ce_type", CancelCaseV1.contract.type),
                    KafkaHeader("ce_time", (Timestamp.now - age).description),
                ]
            )
        }
        let report = try await harness.deliver([try record("old", age: .days(31)), try record("fresh", age: .days(29))])
        #expect(report.done == 1)
        #expect(report.deadLettered == 1)
        let codes = try await harness.pool.query("select code from dead_letter")
        #expect(try codes.map { try $0.decode("code", as: String.self) } == ["older-than-inbox"])
    }

    @Test("given integrators' messages of long ago, when tables are maintained, then they are forgotten in chunks")
    func forgetsArrivals() async throws {
        let harness = try await ServiceHarness.journal()
        _ = try await harness.pool.execute(
            """
            insert into foreign_inbox (source, foreign_id, id, type, outcome, received_at)
            select 'urn:shop', n::text, gen_random_uuid(), 'x', case when n = 1 then 'parked' else 'done' end,
                now() - case when n <= 25 then interval '31 days' else interval '29 days' end
            from generate_series(1, 40) n
            """
        )
        let maintenance = TableMaintenance(
            pool: harness.pool,
            settings: ConsumerSettings(),
            chunk: 7,
            logger: TestLog.quiet
        )
        try await maintenance.maintain()
        #expect(try await harness.count("select count(*) from foreign_inbox") == 16)
        #expect(try await harness.count("select count(*) from foreign_inbox where outcome = 'parked'") == 1)
    }
}

extension IncomingRecord {
    func text(_ header: String) -> String {
        headers.first { $0.name == header }?.value.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
