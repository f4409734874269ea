import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Batches", .timeLimit(.minutes(2)))
struct BatchProcessorTests {
    @Test("given messages of one key in one batch, when processed, then they apply in order and once (BX-03)")
    func appliesInOrder() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let records = try (1...5).map { try harness.record(of: cancelled(caseID, "\($0)")) }
        let first = try await harness.deliver(records)
        let again = try await harness.deliver(records)
        #expect(first.done == 5)
        #expect(again.done == 0)
        #expect(again.copies == 5)
        #expect(try await harness.entries(of: caseID) == ["1", "2", "3", "4", "5"])
        #expect(try await harness.sent(VisitNotPlannableV1.self).count == 5)
    }

    @Test("given a message that overtook others, when processed, then it waits and its sender is asked for the missing")
    func noticesGap() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let records = try (1...3).map { try harness.record(of: cancelled(caseID, "\($0)")) }
        let report = try await harness.deliver([records[0], records[2]])
        #expect(report.done == 1)
        #expect(report.ahead == 1)
        let requests = try await harness.sent(ReplayRequestedV1.self)
        #expect(requests.map(\.fromSequence) == [2])
        #expect(requests.map(\.service) == [.intake])
        try await harness.deliver(records)
        #expect(try await harness.entries(of: caseID) == ["1", "2", "3"])
    }

    @Test("given a number that will never come, when its placeholder arrives, then the rest goes on")
    func stepsOverSkipped() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let records = try (1...4).map { try harness.record(of: cancelled(caseID, "\($0)")) }
        let skipped = SequenceSkippedV1(from: 2, through: 3, reason: "no longer kept")
        let placeholder = IncomingRecord(
            topic: records[0].topic,
            partition: 0,
            offset: 9,
            key: nil,
            value: try skipped.jsonBytes(),
            headers: [
                KafkaHeader("ce_specversion", "1.0"), KafkaHeader("ce_source", ServiceName.intake.source),
                KafkaHeader("ce_id", UniqueID.version7(at: .now).description),
                KafkaHeader("ce_type", SequenceSkippedV1.contract.type), KafkaHeader("ce_sequence", "3"),
            ]
        )
        let report = try await harness.deliver([records[0], placeholder, records[3]])
        #expect(report.skipped == 2)
        #expect(try await harness.entries(of: caseID) == ["1", "4"])
    }

    @Test("given a placeholder or a number out of all bounds, when it arrives, then it is kept apart and nothing traps")
    func refusesWildNumbers() async throws {
        let harness = try await ServiceHarness.journal()
        let good = try harness.record(of: cancelled(.new(), "1"))
        func forged(_ type: String, _ sequence: Int64, _ body: [UInt8]) -> IncomingRecord {
            let headers = good.headers.filter { !["ce_type", "ce_sequence", "ce_id"].contains($0.name) }
            return IncomingRecord(
                topic: good.topic,
                partition: 0,
                offset: sequence &+ 7,
                key: good.key,
                value: body,
                headers: headers + [
                    KafkaHeader("ce_type", type), KafkaHeader("ce_sequence", String(sequence)),
                    KafkaHeader("ce_id", UniqueID.version7(at: .now).description),
                ]
            )
        }
        let skip = SequenceSkippedV1.contract.type
        let everything = SequenceSkippedV1(from: 1, through: .max, reason: "forged")
        let backwards = SequenceSkippedV1(from: 9, through: 3, reason: "forged")
        let report = try await harness.deliver([
            forged(skip, .max, try everything.jsonBytes()), forged(skip, 3, try backwards.jsonBytes()),
            forged(skip, 5, try everything.jsonBytes()),
            forged(CaseCancelledV1.contract.type, .max, good.value ?? []), good,
        ])
        #expect(report.done == 1)
        #expect(report.deadLettered >= 2)
    }

    @Test("given a refusal, when processed, then nothing changes, the reason is kept and a command gets it as outcome")
    func rejects() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let command = CommandID(.version7(at: .now))
        let report = try await harness.send(CancelCaseV1(caseID: caseID, reason: "empty"), id: command.value)
        #expect(report.rejected == 1)
        #expect(try await harness.entries(of: caseID).isEmpty)
        #expect(try await harness.lastReason() == "nothing-to-say")
        let outcome = try #require(try await harness.sent(CommandRejectedV1.self).first)
        #expect(outcome.commandID == command)
        #expect(outcome.problem.code == "nothing-to-say")
    }

    @Test("given a command, when it is carried out, then there is exactly one outcome, also after a copy")
    func completes() async throws {
        let harness = try await ServiceHarness.journal()
        let record = try harness.record(of: CancelCaseV1(caseID: .new(), reason: "moved away"))
        try await harness.deliver([record])
        try await harness.deliver([record])
        #expect(try await harness.sent(CommandCompletedV1.self).count == 1)
    }

    @Test("given a command that breaks its schema, when processed, then its outcome names the fields")
    func rejectsInvalid() async throws {
        let harness = try await ServiceHarness.journal()
        let good = try harness.record(of: CancelCaseV1(caseID: .new(), reason: "moved away"))
        let bad = IncomingRecord(
            topic: good.topic,
            partition: 0,
            offset: 1,
            key: good.key,
            value: Array(#"{"caseID":"nonsense","surprise":1}"#.utf8),
            headers: good.headers
        )
        let report = try await harness.deliver([bad])
        #expect(report.rejected == 1)
        let outcome = try #require(try await harness.sent(CommandRejectedV1.self).first)
        #expect(outcome.problem.errors.map(\.pointer) == ["/caseID", "/reason", "/surprise"])
    }

    @Test("given a handler that must wait, when processed, then only its key is parked and drains in order later")
    func parksOneKey() async throws {
        let harness = try await ServiceHarness.journal()
        let (waiting, other) = (CaseID.new(), CaseID.new())
        let report = try await harness.deliver([
            harness.record(of: cancelled(waiting, "after the first")), harness.record(of: cancelled(other, "1")),
            harness.record(of: cancelled(waiting, "2")),
        ])
        #expect(report.parked == 2)
        #expect(try await harness.entries(of: other) == ["1"])
        #expect(try await harness.entries(of: waiting).isEmpty)
        try await harness.retryParked()
        #expect(try await harness.count("select count(*) from parked_message") == 2)
        // What it waited for comes by another way.
        let document = JSONText(#"{"entries":["first"]}"#)
        _ = try await harness.pool.execute(
            "insert into journal (id, version, document, entry_count) values (\(waiting), 1, \(document), 1)"
        )
        try await harness.retryParked()
        #expect(try await harness.entries(of: waiting) == ["first", "after the first", "2"])
        #expect(try await harness.count("select count(*) from parked_lane") == 0)
        #expect(try await harness.count("select count(*) from inbox where outcome = 'done'") == 3)
    }

    @Test(
        "given a key that the database refuses, when processed, then bisection parks it alone and the rest goes through"
    )
    func bisects() async throws {
        let harness = try await ServiceHarness.journal()
        let cases = (0..<20).map { _ in CaseID.new() }
        let records = try cases.enumerated().map { index, id in
            try harness.record(of: cancelled(id, index == 13 ? "forbidden" : "fine"))
        }
        let report = try await harness.deliver(records)
        #expect(report.done == 19)
        #expect(report.parked == 1)
        #expect(try await harness.count("select count(*) from journal") == 19)
        let lane = try await harness.pool.query("select key, reason from parked_lane")
        let key = try lane[0].decode("key", as: String.self)
        let reason = try lane[0].decode("reason", as: String.self)
        #expect(key == cases[13].description)
        #expect(reason.contains("journal_forbidden"))
    }

    @Test(
        "given an aggregate whose document no longer decodes, when its key comes, then it alone is parked and tried again"
    )
    func parksUndecodable() async throws {
        let harness = try await ServiceHarness.journal()
        let (broken, other) = (CaseID.new(), CaseID.new())
        let document = JSONText(#"{"entries":7}"#)
        _ = try await harness.pool.execute(
            "insert into journal (id, version, document, entry_count) values (\(broken), 1, \(document), 0)"
        )
        let report = try await harness.deliver([
            try harness.record(of: cancelled(broken, "1")), try harness.record(of: cancelled(other, "1")),
            try harness.record(of: cancelled(broken, "2")),
        ])
        #expect(report.done == 1)
        #expect(report.parked == 2)
        #expect(try await harness.retryParked() == 1)
        let mended = JSONText(#"{"entries":[]}"#)
        _ = try await harness.pool.execute("update journal set document = \(mended) where id = \(broken)")
        try await harness.retryParked()
        #expect(try await harness.entries(of: broken) == ["1", "2"])
        #expect(try await harness.entries(of: other) == ["1"])
    }

    @Test(
        "given two keys that the database refuses only together, when processed, then one of them waits for its own turn"
    )
    func separatesPairs() async throws {
        let harness = try await ServiceHarness.journal()
        let (left, right) = (CaseID.new(), CaseID.new())
        let records = [
            try harness.record(of: cancelled(left, "exclusive")), try harness.record(of: cancelled(right, "exclusive")),
        ]
        let report = try await harness.deliver(records)
        #expect(report.done == 1)
        #expect(report.parked == 1)
        try await harness.retryParked()
        #expect(try await harness.count("select count(*) from journal") == 2)
    }

    @Test("given two instances with the same batch, when both process it, then it has its effect once")
    func survivesZombie() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let records = try (1...50).map { try harness.record(of: cancelled(caseID, "\($0)")) }
        let batch = records
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try await harness.deliver(batch).done } }
            return try await group.reduce(0, +)
        }
        #expect(done == 50)
        #expect(try await harness.entries(of: caseID) == (1...50).map(String.init))
    }

    @Test("given a timer, when its time comes, then it fires once; a cancelled one never does")
    func firesTimers() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        try await harness.send(cancelled(caseID, "set a timer"))
        #expect(try await harness.advance(by: .minutes(29)) == 0)
        #expect(try await harness.advance(by: .minutes(2)) == 1)
        #expect(try await harness.advance(by: .minutes(60)) == 0)
        #expect(try await harness.entries(of: caseID) == ["set a timer", "reminded"])
    }
}
