import GatewayService
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Read models and timelines", .timeLimit(.minutes(2)))
struct ReadModelTests {
    private func technician(_ number: Int, version: Int64 = 1, region: String = "SH") throws -> TechnicianStateV1 {
        let golden = try Golden.body(of: TechnicianStateV1.self)
        let id = UniqueID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number))
        return try Golden.decode(
            golden.setting("id", to: .string(id.description)).setting("version", to: .integer(version))
                .setting("region", to: .string(region))
        )
    }

    @Test("given snapshots out of order, when they arrive, then the newest stands, also within one batch")
    func newest() async throws {
        let fixture = try await GatewayFixture()
        let records = try [2, 3, 1].map { version in
            try fixture.harness.record(of: try technician(1, version: version, region: "R\(version)"))
        }
        try await fixture.harness.deliver(records)
        try await fixture.harness.send(try technician(1, version: 2, region: "late"))
        try await fixture.serve { client async throws in
            let list = try await client.get("/v1/technicians")
            #expect(list.items.map { $0["region"] } == ["R3"])
            #expect(list.items.map { $0["version"] } == [3])
        }
    }

    @Test("given many things, when a list is read page by page in both directions, then each comes once and in order")
    func paging() async throws {
        let fixture = try await GatewayFixture()
        for number in 0..<25 { try await fixture.harness.send(try technician(number, region: "R\(number)")) }
        let regions = (0..<25).map { "R\($0)" }
        try await fixture.serve { client async throws in
            for sort in ["created", "-created"] {
                var found: [String] = []
                var cursor: String?
                repeat {
                    let tail = cursor.map { "&cursor=\($0)" } ?? ""
                    let page = try await client.get("/v1/technicians?limit=10&sort=\(sort)\(tail)")
                    #expect(page.status == 200)
                    found += page.items.compactMap { $0["region"]?.stringValue }
                    cursor = page.body["nextCursor"]?.stringValue
                } while cursor != nil
                #expect(found == (sort == "created" ? regions : regions.reversed()))
            }
        }
    }

    @Test("given declared filters, when a list is asked with them, then only what matches is there")
    func filters() async throws {
        let fixture = try await GatewayFixture()
        try await fixture.harness.send(try technician(1, region: "SH"))
        try await fixture.harness.send(try technician(2, region: "BJ"))
        try await fixture.serve { client async throws in
            let some = try await client.get("/v1/technicians?region=BJ")
            #expect(some.items.map { $0["region"] } == ["BJ"])
            let id = try #require(some.items.first?["id"]?.stringValue)
            #expect(try await client.get("/v1/technicians/\(id)").body["region"] == "BJ")
            #expect(try await client.get("/v1/technicians?region=x'%20or%20true").items.isEmpty)
            #expect(try await client.get("/v1/technicians/nobody").status == 404)
        }
    }

    @Test("given a case and what belongs to it, when it is asked for, then its documents stand beside it")
    func caseWithRelated() async throws {
        let fixture = try await GatewayFixture()
        let caseID = Sample.caseID()
        try await fixture.harness.send(try Golden.sample(CaseStateV1.self, of: caseID, id: caseID.description))
        try await fixture.harness.send(try Golden.sample(WorkOrderStateV1.self, of: caseID))
        try await fixture.harness.send(try Golden.sample(SurveyStateV1.self, of: caseID))
        try await fixture.serve { client async throws in
            let answer = try await client.get("/v1/cases/\(caseID)")
            #expect(answer.status == 200)
            #expect(answer.body["id"] == .string(caseID.description))
            let related = answer.body["related"]
            for (collection, count) in [("work-orders", 1), ("surveys", 1), ("returns", 0), ("complaints", 0)] {
                guard case .array(let items)? = related?[collection] else {
                    Issue.record("\(collection) is missing")
                    continue
                }
                #expect(items.count == count)
            }
            #expect(try await client.get("/v1/work-orders?caseID=\(caseID)").items.count == 1)
            #expect(try await client.get("/v1/cases/\(Sample.caseID())").status == 404)
            #expect(try await client.get("/v1/cases/seven").status == 404)
        }
    }

    @Test("given a case's events, when its timeline is read, then they stand in order with titles in both languages")
    func timeline() async throws {
        let fixture = try await GatewayFixture()
        let caseID = Sample.caseID()
        for reason in ["one", "two", "three"] {
            let event: CaseReopenedV1 = try Golden.decode(
                Golden.body(of: CaseReopenedV1.self).setting("caseID", to: .string(caseID.description))
                    .setting("reason", to: .string(reason))
            )
            try await fixture.harness.send(event)
        }
        try await fixture.serve { client async throws in
            var reasons: [String] = []
            var cursor: String?
            repeat {
                let tail = cursor.map { "&cursor=\($0)" } ?? ""
                let page = try await client.get("/v1/cases/\(caseID)/timeline?limit=2\(tail)")
                #expect(page.items.allSatisfy { $0["title"]?["zh"] != nil && $0["service"] == "intake" })
                reasons += page.items.compactMap { $0["data"]?["reason"]?.stringValue }
                cursor = page.body["nextCursor"]?.stringValue
            } while cursor != nil
            #expect(reasons == ["one", "two", "three"])
            #expect(try await client.get("/v1/cases/\(Sample.caseID())/timeline").status == 404)
        }
    }
}
