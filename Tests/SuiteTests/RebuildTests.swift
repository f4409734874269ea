import Database
import Messages
import Messaging
import OperatorKit
import TestKit
import Testing
import Vocabulary

/// Read models that were damaged, put right while all services run.
@Suite("Rebuilding read models", .serialized, .timeLimit(.minutes(4)))
struct RebuildTests {
    @Test("given damaged lists, timelines and known cases, when they are rebuilt, then they say what their owners know")
    func rebuilds() async throws {
        try await RunningSuite.run { suite in
            let (caseID, owner) = try await (damage(suite), OwnerDatabase(url: suite.database.url))
            let rebuild = try ListRebuild(database: owner, names: [])
            try await fill(rebuild)
            let preview = try await rebuild.swap(dryRun: true)
            #expect(try await suite.count(.gateway, "select count(*) from resource where id = 'phantom'") == 1)
            let changes = try await rebuild.swap(dryRun: false)
            #expect(preview == changes)
            let cases = try #require(changes.first { $0.collection == "cases" })
            let orders = try #require(changes.first { $0.collection == "work-orders" })
            #expect((cases.before, cases.added, cases.corrected, cases.removed) == (2, 0, 0, 1))
            #expect((orders.added, orders.corrected, orders.removed) == (0, 1, 0))
            #expect(cases.after == 1)
            #expect(try await suite.count(.gateway, "select count(*) from resource where id = 'phantom'") == 0)
            #expect(try await suite.count(.gateway, "select count(*) from resource where status = 'wrong'") == 0)
            #expect(
                try await suite.count(
                    .gateway,
                    "select count(*) from resource where collection = 'cases' and id = \(caseID.description)"
                ) == 1
            )
            #expect(try await suite.count(.gateway, "select count(*) from resource_shadow") == 0)
            try await rebuildsProjections(suite, owner, caseID)
        }
    }

    private func rebuildsProjections(_ suite: RunningSuite, _ owner: OwnerDatabase, _ caseID: CaseID) async throws {
        let before = try await suite.timeline(of: caseID)
        try await owner.pool.execute(
            "delete from gateway.timeline_entry where type = \(CaseRegisteredV1.contract.type)"
        )
        let projections = ProjectionRebuild(database: owner)
        let preview = try await projections.timeline(dryRun: true)
        #expect(preview.first?.added == 1)
        #expect(try await suite.timeline(of: caseID) == before.filter { $0 != CaseRegisteredV1.contract.type })
        #expect(try await projections.timeline(dryRun: false) == preview)
        #expect(try await suite.timeline(of: caseID) == before)
        let again = try await projections.timeline(dryRun: false)
        #expect(again.filter { !$0.isNothing }.isEmpty)

        try await owner.pool.execute("delete from complaints.known_case")
        let known = try await projections.knownCases(dryRun: false)
        #expect(known.first { $0.table == "complaints.known_case" }?.added == 1)
        #expect(known.first { $0.table == "returns.known_case" }?.isNothing == true)
        let filed = try await suite.send(
            FileComplaintV1(
                caseID: caseID,
                object: "维修",
                demand: "尽快上门",
                facts: Personal("太慢"),
                channel: .phone,
                urgency: .normal
            )
        )
        #expect(filed.rejection == nil)
    }

    @Test("given a rebuild that was begun, when it is taken back, then lists are as they were and no more is sent")
    func cancels() async throws {
        try await RunningSuite.run { suite in
            let (_, owner) = try await (damage(suite), OwnerDatabase(url: suite.database.url))
            let rebuild = try ListRebuild(database: owner, names: ["cases"])
            try await rebuild.start(rate: 1)
            try await rebuild.cancel()
            #expect(try await suite.count(.gateway, "select count(*) from resource where id = 'phantom'") == 1)
            #expect(try await suite.count(.gateway, "select count(*) from resource_rebuild") == 0)
            #expect(try await suite.count(.intake, "select count(*) from snapshot_task where state = 'open'") == 0)
            await #expect(throws: OperatorError.self) { _ = try await rebuild.progress() }
        }
    }

    @Test("given a name of no list, when its rebuild is asked for, then the answer names the lists there are")
    func unknown() throws {
        let owner = OwnerDatabase(url: "postgresql://localhost/none")
        let error = #expect(throws: OperatorError.self) { try ListRebuild(database: owner, names: ["nonsense"]) }
        #expect(error?.description.contains("work-orders") == true)
    }

    private func fill(_ rebuild: ListRebuild) async throws {
        try await rebuild.start(rate: 1000)
        try await eventually(within: .seconds(60)) {
            let progress = try await rebuild.progress()
            return progress.allSatisfy(\.isReady)
        }
    }

    /// A case with a work order; then a list with a row too many and a wrong one.
    private func damage(_ suite: RunningSuite) async throws -> CaseID {
        let request = RegisterServiceRequestV1(
            channel: .phone,
            contactType: .repair,
            customer: Customer(name: Personal("王芳"), phone: Personal("+86 138 0000 0000"), language: .chinese),
            product: Product(category: "Kettle", brand: "Midea"),
            symptom: Personal("不加热"),
            region: "CHN"
        )
        let caseID = CaseID(try await suite.send(request).id.value)
        _ = try await suite.wait(for: "work-orders", of: caseID, status: "waiting-for-technician")
        try await eventually(within: .seconds(60)) {
            try await suite.count(.complaints, "select count(*) from known_case") == 1
        }
        let owner = OwnerDatabase(url: suite.database.url)
        try await owner.pool.execute("update gateway.resource set id = 'phantom' where collection = 'cases'")
        try await owner.pool.execute("update gateway.resource set status = 'wrong' where collection = 'work-orders'")
        await owner.close()
        return caseID
    }
}
