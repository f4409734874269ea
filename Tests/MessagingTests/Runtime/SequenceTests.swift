import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Numbers and gaps", .timeLimit(.minutes(2)))
struct SequenceTests {
    @Test(
        "given a message of the suite that cannot be read, when it arrives, then it takes its number and others go on"
    )
    func unreadableTakesItsNumber() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let records = try (1...3).map { try harness.record(of: cancelled(caseID, "\($0)")) }
        let broken = IncomingRecord(
            topic: records[1].topic,
            partition: 0,
            offset: 2,
            key: [0xC0, 0xFF],
            value: records[1].value,
            headers: records[1].headers
        )
        let report = try await harness.deliver([records[0], broken, records[2]])
        #expect(report.done == 2)
        #expect(report.deadLettered == 1)
        #expect(report.ahead == 0)
        #expect(try await harness.entries(of: caseID) == ["1", "3"])
    }

    @Test("given the longest key that contracts allow, when it is sent and read, then it is no hindrance")
    func readsLongKeys() async throws {
        let longest = String(repeating: "配", count: 64) + "@" + String(repeating: "站", count: 64)
        let harness = try await ServiceHarness.journal()
        let record = try harness.record(of: cancelled(.new(), "fine"), key: longest)
        #expect(try await harness.deliver([record]).done == 1)
    }

    @Test("given a gap that is partly filled, when nothing more comes, then the rest is asked for again")
    func asksAgain() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let records = try (1...6).map { try harness.record(of: cancelled(caseID, "\($0)")) }
        try await harness.deliver([records[0], records[4], records[5]])
        try await harness.deliver([records[1], records[2]])
        #expect(try await harness.sent(ReplayRequestedV1.self).map(\.fromSequence) == [2])
        _ = try await harness.pool.execute(
            "update consumer_sequence set gap_requested_at = now() - interval '1 minute'"
        )
        let watch = GapWatch(processor: harness.processor, wakeUp: WakeUp(), logger: TestLog.quiet)
        #expect(try await watch.askAgain() == 1)
        #expect(try await harness.sent(ReplayRequestedV1.self).map(\.fromSequence) == [2, 4])
        try await harness.deliver(records)
        #expect(try await harness.entries(of: caseID) == (1...6).map(String.init))
        #expect(try await watch.askAgain() == 0)
    }

    @Test("given requests to publish again that were missed, when a later one comes, then it is heeded all the same")
    func replayRequestsMayBeMissed() async throws {
        let harness = try await ServiceHarness(
            service: .dispatch,
            migrations: Journal.migrations,
            handlers: [.on(WhenCaseIsCancelledWriteItDown()), .replayRequests(of: .dispatch)]
        )
        func request(_ partition: Int, _ from: Int64) throws -> IncomingRecord {
            let topic = VisitNotPlannableV1.contract.topic.name
            let message = ReplayRequestedV1(
                service: .dispatch,
                topic: topic,
                partition: partition,
                fromSequence: from,
                requestedBy: "intake"
            )
            return try harness.record(of: message, from: .intake)
        }
        let records = [try request(1, 1), try request(2, 7), try request(40_000, 1)]
        let report = try await harness.deliver([records[2], records[1]])
        #expect(report.ahead == 0)
        #expect(try await harness.count("select count(*) from relay_replay") == 0)
        try await harness.deliver([try request(3, 5)])
        #expect(try await harness.count("select count(*) from relay_replay where partition = 3") == 1)
    }
}
