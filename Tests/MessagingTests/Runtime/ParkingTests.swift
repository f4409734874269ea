import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Parked lanes", .serialized, .timeLimit(.minutes(2)))
struct ParkingTests {
    @Test("given failures one after the other, when paused, then 1 s doubles to 15 min and the key alone varies it")
    func pauses() {
        let policy = ParkingPolicy.standard
        let pauses = (1...20).map { policy.pause(afterFailures: $0, key: "case") }
        #expect(pauses == (1...20).map { policy.pause(afterFailures: $0, key: "case") })
        for (index, pause) in pauses.enumerated() {
            let full = min(900, 1 << index)
            #expect(pause <= .seconds(full))
            #expect(pause >= .milliseconds(full * 750))
        }
        let ofMany = Set((0..<100).map { policy.pause(afterFailures: 5, key: "case \($0)") })
        #expect(ofMany.count > 90)
    }

    @Test("given a message that always fails, when tried twenty times, then its lane is dead and tells the whole story")
    func dies() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        try await harness.deliver([try harness.record(of: cancelled(caseID, "too early"))])
        for _ in 0..<19 { #expect(try await harness.retryParked() == 1) }
        #expect(try await harness.count("select count(*) from parked_lane where state = 'waiting'") == 1)
        #expect(try await harness.retryParked() == 1)
        #expect(try await harness.retryParked() == 0)
        let row = try await harness.pool.query(
            """
            select l.state, l.code, m.attempts, first_error, last_error, first_failed_at < last_failed_at as in_time,
                m.type, m.message_id is not null as has_id
            from parked_lane l join parked_message m using (key)
            """
        )[0]
        let (state, code) = (try row.decode("state", as: String.self), try row.decode("code", as: String.self))
        #expect(state == "dead")
        #expect(code == "waits")
        let attempts = try row.decode("attempts", as: Int.self)
        #expect(attempts == 20)
        let first = try row.decode("first_error", as: String.self)
        #expect(first == "something else must come first")
        let facts = [try row.decode("in_time", as: Bool.self), try row.decode("has_id", as: Bool.self)]
        #expect(facts == [true, true])
    }

    @Test("given a lane whose first message goes through at last, when the second fails, then it counts its own tries")
    func countsPerMessage() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        try await harness.deliver([
            harness.record(of: cancelled(caseID, "after the first")),
            harness.record(of: cancelled(caseID, "too early")),
        ])
        for _ in 0..<5 { try await harness.retryParked() }
        #expect(try await harness.count("select attempts from parked_lane") == 5)
        try await harness.provideFirst(of: caseID)
        try await harness.retryParked()
        #expect(try await harness.count("select attempts from parked_lane") == 1)
        #expect(try await harness.count("select count(*) from parked_message") == 1)
        #expect(try await harness.entries(of: caseID) == ["first", "after the first"])
    }

    @Test(
        "given a long lane and a short one, when both are due, then the short one is through before the long one ends"
    )
    func sharesTheWay() async throws {
        let harness = try await ServiceHarness.journal()
        let (long, short) = (CaseID.new(), CaseID.new())
        let records =
            try [harness.record(of: cancelled(long, "after the first"))]
            + (1...450).map { try harness.record(of: cancelled(long, "\($0)")) }
            + [harness.record(of: cancelled(short, "after the first"))]
        try await harness.deliver(records)
        try await harness.provideFirst(of: long)
        try await harness.provideFirst(of: short)
        #expect(try await harness.retryParked() == 4)
        let order = try await harness.pool.query(
            "select correlation_id = \(short.value) as is_short from outbox where type = \(VisitNotPlannableV1.contract.type) order by seq"
        ).map { try $0.decode("is_short", as: Bool.self) }
        let place = try #require(order.firstIndex(of: true))
        #expect(place < 450)
        #expect(try await harness.entries(of: long).count == 452)
        #expect(try await harness.count("select count(*) from parked_lane") == 0)
    }

    @Test("given many lanes, when many instances try them at once, then each message has its effect once and in order")
    func sharesAmongInstances() async throws {
        let harness = try await ServiceHarness.journal()
        let cases = (0..<12).map { _ in CaseID.new() }
        for caseID in cases {
            try await harness.deliver(
                [try harness.record(of: cancelled(caseID, "after the first"))]
                    + (1...5).map { try harness.record(of: cancelled(caseID, "\($0)")) }
            )
            try await harness.provideFirst(of: caseID)
        }
        try await harness.makeLanesDue()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                let process = harness.anotherProcess()
                group.addTask { try await ParkedLanes(processor: process, logger: TestLog.quiet).retryDue() }
            }
            try await group.waitForAll()
        }
        for caseID in cases {
            #expect(try await harness.entries(of: caseID) == ["first", "after the first", "1", "2", "3", "4", "5"])
        }
        #expect(try await harness.count("select count(*) from parked_lane") == 0)
        #expect(
            try await harness.count("select count(*) from outbox where key = any(\(cases.map(\.description)))") == 72
        )
    }

    @Test("given a lane, when it is empty again, then later messages of its key flow as ever")
    func flowsAgain() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        try await harness.deliver([try harness.record(of: cancelled(caseID, "after the first"))])
        let behind = try await harness.deliver([try harness.record(of: cancelled(caseID, "2"))])
        #expect(behind.parked == 1)
        try await harness.provideFirst(of: caseID)
        try await harness.retryParked()
        let later = try await harness.deliver([try harness.record(of: cancelled(caseID, "3"))])
        #expect(later.done == 1)
        #expect(try await harness.entries(of: caseID) == ["first", "after the first", "2", "3"])
    }

    @Test(
        "given a message without a time of its own, when it is tried later, then its time is still that of its record"
    )
    func keepsTime() async throws {
        let harness = try await ServiceHarness.journal()
        let time = Timestamp(1_700_000_000)
        let good = try harness.record(of: cancelled(.new(), "too early"))
        try await harness.deliver([
            IncomingRecord(
                topic: good.topic,
                partition: 0,
                offset: 1,
                key: good.key,
                value: good.value,
                headers: good.headers.filter { $0.name != "ce_time" },
                timestamp: time
            )
        ])
        let kept = try await harness.pool.query("select recorded_at from parked_message")[0]
            .decode("recorded_at", as: Timestamp.self)
        #expect(kept == time)
    }
}
