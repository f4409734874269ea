import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("What an operator does about parked messages", .serialized, .timeLimit(.minutes(2)))
struct ParkingDeskTests {
    /// A service whose messages have two tries, and its desk.
    private static func make() async throws -> (ServiceHarness, ParkingDesk) {
        var policy = ParkingPolicy()
        policy.attempts = 2
        let harness = try await ServiceHarness.journal(parking: policy)
        return (harness, desk(harness))
    }

    private static func desk(_ harness: ServiceHarness, isDryRun: Bool = false) -> ParkingDesk {
        ParkingDesk(
            service: harness.service,
            pool: harness.pool,
            author: ParkingDesk.Author(name: "wang", isDryRun: isDryRun)
        )
    }

    /// Lets a lane die of its first message.
    private static func kill(_ harness: ServiceHarness, _ records: [IncomingRecord]) async throws {
        try await harness.deliver(records)
        try await harness.retryParked()
        try await harness.retryParked()
        #expect(try await harness.count("select count(*) from parked_lane where state = 'dead'") == 1)
    }

    @Test("given waiting, dead and unreadable messages, when listed, then filters, order and pages find them")
    func lists() async throws {
        let (harness, desk) = try await Self.make()
        let (dead, waiting) = (CaseID.new(), CaseID.new())
        try await Self.kill(
            harness,
            [
                harness.record(of: cancelled(dead, "too early")), harness.record(of: cancelled(dead, "2")),
            ]
        )
        try await harness.deliver([try harness.record(of: cancelled(waiting, "after the first"))])
        try await harness.deliver([
            IncomingRecord(topic: CancelCaseV1.contract.topic.name, partition: 3, offset: 5, key: nil, value: [1])
        ])
        #expect(try await desk.list(limit: 10).map(\.state) == [.dead, .dead, .waiting, .letter])
        #expect(try await desk.list(limit: 10).map(\.place) == [1, 2, 1, 1])
        #expect(try await desk.list(order: .newest, limit: 2).map(\.state) == [.letter, .waiting])
        #expect(try await desk.list(limit: 2, offset: 2).map(\.state) == [.waiting, .letter])
        func count(_ change: (inout DeskFilter) -> Void) async throws -> Int {
            var filter = DeskFilter()
            change(&filter)
            return try await desk.count(filter)
        }
        #expect(try await count { $0.states = [.dead] } == 2)
        #expect(try await count { $0.key = dead.description } == 2)
        #expect(try await count { $0.code = "not-a-cloudevent" } == 1)
        #expect(try await count { $0.reason = "FIRST is missing" } == 1)
        #expect(try await count { $0.type = "case-cancelled" } == 3)
        #expect(try await count { $0.topic = ".commands." } == 1)
        #expect(try await count { $0.since = .now + .hours(1) } == 0)
        #expect(try await count { $0.until = .now + .hours(1) } == 4)
    }

    @Test("given a dead lane, when replayed, then it is tried again in order and each message has its effect once")
    func replaysLane() async throws {
        let (harness, desk) = try await Self.make()
        let caseID = CaseID.new()
        try await Self.kill(
            harness,
            [
                harness.record(of: cancelled(caseID, "after the first")), harness.record(of: cancelled(caseID, "2")),
            ]
        )
        #expect(try await harness.retryParked() == 0)
        try await harness.provideFirst(of: caseID)
        let id = try #require(try await desk.list(limit: 1).first?.id)
        let told = try await desk.replay(id, reason: "the first came")
        #expect(told.contains("2 messages"))
        _ = try await desk.replay(id, reason: "twice does no harm")
        try await harness.retryParked()
        try await harness.retryParked()
        #expect(try await harness.entries(of: caseID) == ["first", "after the first", "2"])
        await #expect(throws: DeskError.self) { try await desk.replay(id, reason: "gone") }
        #expect(try await desk.auditLines(limit: 9).map(\.action) == ["replay", "replay"])
    }

    @Test("given a dry run, when anything is done, then it is told and nothing changes, not even the audit")
    func takesBack() async throws {
        let (harness, _) = try await Self.make()
        let desk = Self.desk(harness, isDryRun: true)
        let caseID = CaseID.new()
        try await Self.kill(
            harness,
            [harness.record(of: CancelCaseV1(caseID: caseID, reason: "forbidden"))]
        )
        let id = try #require(try await desk.list(limit: 1).first?.id)
        #expect(try await desk.discard(id, reason: "test").contains("rejected"))
        #expect(try await desk.replay(id, reason: "test").contains("tried now"))
        #expect(try await desk.skip(id, reason: "test").contains("set aside"))
        #expect(try await desk.list(limit: 9).map(\.state) == [.dead])
        #expect(try await desk.auditLines(limit: 9).isEmpty)
        #expect(try await harness.sent(CommandRejectedV1.self).isEmpty)
    }

    @Test("given a dead command, when discarded, then it has one outcome and what stood behind it goes on")
    func discardsCommand() async throws {
        let (harness, desk) = try await Self.make()
        let caseID = CaseID.new()
        let bad = try harness.record(of: CancelCaseV1(caseID: caseID, reason: "forbidden"))
        let good = try harness.record(of: CancelCaseV1(caseID: caseID, reason: "sold"))
        try await Self.kill(harness, [bad, good])
        let id = try #require(try await desk.list(limit: 1).first?.id)
        _ = try await desk.discard(id, reason: "typed by mistake")
        await #expect(throws: DeskError.self) { try await desk.discard(id, reason: "again") }
        try await harness.retryParked()
        let rejected = try await harness.sent(CommandRejectedV1.self)
        #expect(rejected.map(\.problem.code) == ["discarded"])
        #expect(rejected.first?.problem.detail.contains("typed by mistake") == true)
        #expect(try await harness.sent(CommandCompletedV1.self).count == 1)
        #expect(try await harness.entries(of: caseID) == ["sold"])
        #expect(try await harness.deliver([bad, good]).copies == 2)
        let outcomes = try await harness.pool.query("select outcome from inbox order by outcome").map {
            try $0.decode("outcome", as: String.self)
        }
        #expect(outcomes == ["done", "rejected"])
    }

    @Test("given the last message of a lane, when discarded, then the lane is gone and later messages flow as ever")
    func discardsLast() async throws {
        let (harness, desk) = try await Self.make()
        let caseID = CaseID.new()
        try await Self.kill(harness, [harness.record(of: cancelled(caseID, "too early"))])
        let id = try #require(try await desk.list(limit: 1).first?.id)
        #expect(try await desk.discard(id, reason: "no use").contains("nothing of key"))
        #expect(try await harness.count("select count(*) from parked_lane") == 0)
        #expect(try await harness.deliver([try harness.record(of: cancelled(caseID, "later"))]).done == 1)
        #expect(try await harness.count("select count(*) from inbox where outcome = 'discarded'") == 1)
    }

    @Test("given a message in the way, when skipped, then the rest goes on and it can be sent later, with one effect")
    func skips() async throws {
        let (harness, desk) = try await Self.make()
        let caseID = CaseID.new()
        try await Self.kill(
            harness,
            [
                harness.record(of: cancelled(caseID, "after the first")), harness.record(of: cancelled(caseID, "2")),
            ]
        )
        let head = try #require(try await desk.list(limit: 1).first?.id)
        _ = try await desk.skip(head, reason: "cannot wait")
        try await harness.retryParked()
        #expect(try await harness.entries(of: caseID) == ["2"])
        let letter = try #require(try await desk.list(limit: 1).first)
        #expect(letter.state == .letter)
        #expect(letter.code == "skipped")
        _ = try await desk.replay(letter.id, reason: "now")
        await #expect(throws: DeskError.self) { try await desk.replay(letter.id, reason: "a second time") }
        try await harness.retryParked()
        #expect(try await harness.entries(of: caseID) == ["2", "after the first"])
        #expect(try await harness.count("select count(*) from inbox where outcome = 'done'") == 2)
    }

    @Test(
        "given an edit behind the head, when the lane drains, then the message kept its place and the original is kept"
    )
    func editsInPlace() async throws {
        let (harness, desk) = try await Self.make()
        let caseID = CaseID.new()
        try await Self.kill(
            harness,
            ["after the first", "too early", "3"].map { try harness.record(of: cancelled(caseID, $0)) }
        )
        let items = try await desk.list(limit: 3)
        var wrong = DeskEdit()
        wrong.members = [(["caseID"], .string("nonsense"))]
        await #expect(throws: DeskError.self) { try await desk.edit(items[1].id, wrong, reason: "test") }
        var stranger = DeskEdit()
        stranger.headers = [("ce_id", UniqueID.version7(at: .now).description)]
        await #expect(throws: DeskError.self) { try await desk.edit(items[1].id, stranger, reason: "test") }
        var edit = DeskEdit()
        edit.members = [(["reason"], .string("mended"))]
        _ = try await desk.edit(items[1].id, edit, reason: "the reason was wrong")
        let (now, original) = try await desk.record(items[1].id)
        #expect(original?.value == (try cancelledBody(original)))
        #expect(now.digest != original?.digest)
        try await harness.provideFirst(of: caseID)
        _ = try await desk.replay(items[0].id, reason: "go")
        try await harness.retryParked()
        #expect(try await harness.entries(of: caseID) == ["first", "after the first", "mended", "3"])
        let line = try #require(try await desk.auditLines(limit: 2).last)
        #expect(line.beforeDigest == original?.digest)
        #expect(line.afterDigest == now.digest)
        #expect(line.operator == "wang")
    }

    /// The bytes are the very ones that came.
    private func cancelledBody(_ record: IncomingRecord?) throws -> [UInt8] {
        let body = try CaseCancelledV1.decode(record?.value ?? [])
        #expect(body.reason == "too early")
        return record?.value ?? []
    }

    @Test("given an unreadable letter, when edited and replayed, then it has its effect once, as any other message")
    func mendsLetter() async throws {
        let (harness, desk) = try await Self.make()
        let caseID = CaseID.new()
        let good = try harness.record(of: cancelled(caseID, "mended"))
        let bad = IncomingRecord(
            topic: good.topic,
            partition: 0,
            offset: 1,
            key: good.key,
            value: Array(#"{"caseID":"\#(caseID)","reason":7}"#.utf8),
            headers: good.headers
        )
        #expect(try await harness.deliver([bad]).deadLettered == 1)
        let id = try #require(try await desk.list(limit: 1).first?.id)
        await #expect(throws: DeskError.self) { try await desk.replay(id, reason: "still broken") }
        var edit = DeskEdit()
        edit.body = good.value
        _ = try await desk.edit(id, edit, reason: "from the order book")
        _ = try await desk.replay(id, reason: "mended")
        try await harness.retryParked()
        #expect(try await harness.entries(of: caseID) == ["mended"])
        await #expect(throws: DeskError.self) { try await desk.replay(id, reason: "again") }
        #expect(try await harness.deliver([good]).copies == 1)
        #expect(try await harness.entries(of: caseID) == ["mended"])
    }

    @Test(
        "given an integrator's message older than the inbox, when an operator lets it in, then it has its effect once"
    )
    func letsOldIn() async throws {
        let (harness, desk) = try await Self.make()
        let caseID = CaseID.new()
        let record = try Self.oldCancellation(of: caseID, at: 1)
        #expect(try await harness.deliver([record]).deadLettered == 1)
        let id = try #require(try await desk.list(limit: 1).first?.id)
        _ = try await desk.replay(id, reason: "from the archive")
        try await harness.retryParked()
        #expect(try await harness.entries(of: caseID) == ["old"])
        #expect(try await harness.count("select count(*) from foreign_inbox where outcome = 'done'") == 1)
        // The same message at another place of the topic: it is kept again, and its second coming refused.
        #expect(try await harness.deliver([try Self.oldCancellation(of: caseID, at: 2)]).deadLettered == 1)
        let second = try #require(try await desk.list(limit: 1).first?.id)
        await #expect(throws: DeskError.self) { try await desk.replay(second, reason: "once more") }
        #expect(try await harness.entries(of: caseID) == ["old"])
    }

    private static func oldCancellation(of caseID: CaseID, at offset: Int64) throws -> IncomingRecord {
        IncomingRecord(
            topic: CancelCaseV1.contract.topic.name,
            partition: 0,
            offset: offset,
            key: Array(caseID.description.utf8),
            value: try CancelCaseV1(caseID: caseID, reason: "old").jsonBytes(),
            headers: [
                KafkaHeader("ce_specversion", "1.0"), KafkaHeader("ce_id", "order 17"),
                KafkaHeader("ce_source", "urn:shop"), KafkaHeader("ce_type", CancelCaseV1.contract.type),
                KafkaHeader("ce_time", (Timestamp.now - .days(31)).description),
            ]
        )
    }

    @Test("given a message that fails again and again, when replayed ten times, then the eleventh needs a decision")
    func capsReplays() async throws {
        let (harness, desk) = try await Self.make()
        try await Self.kill(harness, [harness.record(of: cancelled(.new(), "too early"))])
        let id = try #require(try await desk.list(limit: 1).first?.id)
        for _ in 0..<ParkingDesk.replayLimit { _ = try await desk.replay(id, reason: "hope") }
        await #expect(throws: DeskError.self) { try await desk.replay(id, reason: "hope") }
        #expect(try await desk.replay(id, reason: "knowing better", force: true).contains("tried now"))
    }

    @Test(
        "given retries, batches and an operator at the same lanes, when all work at once, then each message ends once"
    )
    func worksBesideTheService() async throws {
        let (harness, desk) = try await Self.make()
        let cases = (0..<8).map { _ in CaseID.new() }
        let head = try cases.map { try harness.record(of: cancelled($0, "after the first")) }
        let rest = try (1...3).map { number in try cases.map { try harness.record(of: cancelled($0, "\(number)")) } }
        try await harness.deliver(head + rest[0])
        for caseID in cases { try await harness.provideFirst(of: caseID) }
        try await harness.makeLanesDue()
        let items = try await desk.list(limit: 100)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                let process = harness.anotherProcess()
                group.addTask { try await ParkedLanes(processor: process, logger: TestLog.quiet).retryDue() }
            }
            group.addTask { for batch in rest.dropFirst() { try await harness.deliver(batch) } }
            group.addTask {
                for item in items.reversed() where item.place == 2 {
                    do { _ = try await desk.discard(item.id, reason: "no use") } catch is DeskError {}
                }
            }
            group.addTask {
                for item in items where item.place == 1 {
                    do { _ = try await desk.replay(item.id, reason: "now") } catch is DeskError {}
                }
            }
            try await group.waitForAll()
        }
        while try await harness.count("select count(*) from parked_lane") > 0 { try await harness.retryParked() }
        var written = 0
        for caseID in cases {
            let entries = try await harness.entries(of: caseID)
            #expect(entries == ["first", "after the first"] + entries.dropFirst(2).sorted())
            #expect(entries.suffix(2) == ["2", "3"])
            written += entries.count - 1
        }
        let discarded = try await harness.count("select count(*) from inbox where outcome = 'discarded'")
        #expect(written + discarded == 32)
        #expect(try await harness.count("select count(*) from inbox where outcome = 'done'") == written)
    }

    @Test("given the audit, when a line is changed or taken away, then the chain shows it; the service may only add")
    func chainsAudit() async throws {
        let (harness, desk) = try await Self.make()
        try await Self.kill(harness, [harness.record(of: cancelled(.new(), "too early"))])
        let id = try #require(try await desk.list(limit: 1).first?.id)
        for number in 1...4 { _ = try await desk.replay(id, reason: "try \(number)") }
        let whole = try await desk.verifyAudit()
        #expect(whole.lines == 4)
        #expect(whole.firstBroken == nil)
        for statement: Query in [
            "update operator_audit set reason = 'x'", "delete from operator_audit", "truncate operator_audit",
        ] {
            await #expect(throws: DatabaseError.self) { try await harness.pool.execute(statement) }
        }
        let owner = harness.asOwner()
        await #expect(throws: DatabaseError.self) { try await owner.execute("delete from operator_audit") }
        _ = try await owner.execute("alter table operator_audit disable trigger all")
        _ = try await owner.execute("update operator_audit set reason = 'never happened' where number = 2")
        #expect(try await desk.verifyAudit().firstBroken == 2)
        _ = try await owner.execute("update operator_audit set reason = 'try 2' where number = 2")
        #expect(try await desk.verifyAudit().firstBroken == nil)
        _ = try await owner.execute("delete from operator_audit where number = 3")
        #expect(try await desk.verifyAudit().firstBroken == 4)
        await owner.shutdown()
    }
}
