import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@testable import OperatorKit

/// Refuses to register anything for now.
private struct NotYet: MessageHandler {
    func needs(_ message: Envelope<RegisterServiceRequestV1>) -> Needs { .none }

    func handle(_ message: Envelope<RegisterServiceRequestV1>, in work: inout Workspace) throws {
        throw HandlingFailure.retry("the register is closed, \"for now\"")
    }
}

@Suite("The operator's desk for dead letters", .serialized, .timeLimit(.minutes(2)))
struct DeadLetterDeskTests {
    private static let request = RegisterServiceRequestV1(
        channel: .phone,
        contactType: .repair,
        customer: Customer(name: Personal("张伟"), phone: Personal("+86 138 0000 1234"), language: .chinese),
        product: Product(category: "washing-machine", brand: "Haier", model: "EG100"),
        symptom: Personal("the drum bangs"),
        region: "shanghai"
    )

    /// A waiting command with personal data and a letter that is no message.
    private static func parked(_ count: Int = 1) async throws -> ServiceHarness {
        let harness = try await ServiceHarness(service: .intake, migrations: [], handlers: [.on(NotYet())])
        try await harness.deliver((0..<count).map { _ in try harness.record(of: request) })
        try await harness.deliver([
            IncomingRecord(
                topic: Topic.intakeCaseCommands.name,
                partition: 2,
                offset: 7,
                key: nil,
                value: Array("张伟 called".utf8),
                headers: [KafkaHeader("caller", "张伟")]
            )
        ])
        return harness
    }

    private static func withAccess(
        _ harness: ServiceHarness,
        isDryRun: Bool = false,
        _ body: (DeskAccess) async throws -> Void
    ) async throws {
        let author = ParkingDesk.Author(name: "li", isDryRun: isDryRun)
        let access = try await DeskAccess.open(url: harness.database.url, author: author)
        do { try await body(access) } catch {
            await access.close()
            throw error
        }
        await access.close()
    }

    @Test("given parked messages, when listed, then the table leads on, and JSON and CSV hold every column")
    func lists() async throws {
        try await Self.withAccess(try await Self.parked()) { access in
            let listing = try await DeskListing.read(access, DeskFilter(), limit: 10)
            #expect(listing.total == 2)
            #expect(listing.items.map(\.id.description) == ["intake-p1", "intake-l1"])
            #expect(listing.text.contains("intake.register-service-request.v1"))
            #expect(listing.text.contains("next: aftercare dlq show intake-p1"))
            #expect(!listing.text.contains("张伟"))
            let document = try JSONParser.parse(Array(listing.json.utf8))
            #expect(document["total"] == 2)
            let lines = listing.csv.split(separator: "\r\n")
            #expect(lines.count == 3)
            #expect(lines[1].contains(#""the register is closed, ""for now""""#))
            let page = try await DeskListing.read(access, DeskFilter(), limit: 1)
            #expect(page.text.contains("more: --offset 1"))
        }
    }

    @Test("given personal data, when shown, then they are hidden; with a reason they are shown and the audit knows")
    func hidesPersonalData() async throws {
        try await Self.withAccess(try await Self.parked()) { access in
            let desk = try #require(access.desks.first)
            for id in try await desk.list(limit: 2).map(\.id) {
                let hidden = try await DeskView.read(id, desk, revealing: nil)
                for secret in ["张伟", "0000 1234", "bangs"] {
                    #expect(!hidden.text.contains(secret), "\(id)")
                    #expect(!hidden.json.contains(secret), "\(id)")
                }
                #expect(hidden.text.contains("next: aftercare dlq"))
                let shown = try await DeskView.read(id, desk, revealing: "the customer asked")
                // What was sealed on the wire stays so: only the services have the keys.
                #expect(shown.text.contains(id.kind == .letter ? "张伟" : "sealed["))
            }
            #expect(try await desk.auditLines(limit: 9).map(\.action) == ["reveal", "reveal"])
            #expect(try await desk.auditLines(limit: 9).map(\.reason).first == "the customer asked")
        }
    }

    @Test(
        "given many items, when changed by filter, then each is told, a dry run changes nothing, refusals are counted"
    )
    func changesMany() async throws {
        let harness = try await Self.parked(5)
        try await Self.withAccess(harness, isDryRun: true) { access in
            let ids = try await DeskJob.ids(access, DeskFilter(), wholeLanes: true, limit: 100)
            #expect(ids.count == 6)
            var told: [String] = []
            let report = try await DeskJob(ids: ids).run(access, say: { told.append($0) }) { desk, id in
                try await desk.replay(id, reason: "test")
            }
            #expect(report.done == 5)
            #expect(report.refused == 1)
            #expect(told.filter { $0.contains("refused") }.count == 1)
        }
        #expect(try await harness.pool.query("select 1 as one from operator_audit").isEmpty)
        try await Self.withAccess(harness) { access in
            var filter = DeskFilter()
            filter.states = [.waiting]
            let ids = try await DeskJob.ids(access, filter, wholeLanes: false, limit: 100)
            let job = DeskJob(ids: ids, rate: 1000)
            let report = try await job.run(access, say: { _ in }) { desk, id in
                try await desk.discard(id, reason: "tests")
            }
            #expect(report.done == 5)
            #expect(try await DeskListing.read(access, DeskFilter(), limit: 10).total == 1)
            let (text, isWhole) = try await DeskAudit.verify(access)
            #expect(isWhole)
            #expect(text.contains("intake"))
        }
        #expect(try await harness.sent(CommandRejectedV1.self).count == 5)
    }

    @Test("given a value in another form than its schema's, when masked, then it is hidden as well")
    func masksAnyForm() throws {
        let schema = RegisterServiceRequestV1.contract.schema
        let document = try JSONParser.parse(
            Array(#"{"customer":"sealed.abc","symptom":{"sealed":"x"},"region":"shanghai","surprise":"张伟"}"#.utf8)
        )
        let masked = schema.masked(document)
        #expect(masked["customer"]?.stringValue == Schema.unknownMask)
        #expect(masked["symptom"]?.stringValue == Schema.personalMask)
        #expect(masked["region"] == "shanghai")
        #expect(masked["surprise"]?.stringValue == Schema.unknownMask)
    }

    @Test("given a database without tables of the suite, when opened, then the answer says what to do")
    func explainsMissingTables() async throws {
        let database = try await TestDatabase.make()
        await #expect(throws: OperatorError.self) {
            try await DeskAccess.open(url: database.url, author: ParkingDesk.Author(name: "li"))
        }
    }
}
