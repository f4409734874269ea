import Messages
import Testing

@testable import OperatorKit

@Suite("Demonstration")
struct DemoScriptTests {
    private static let plans = (0..<5000).map {
        RepairPlan(id: "rc_\($0)", status: .fixed, barrier: "", category: "Iron")
    }

    private static func share(_ isCounted: (RepairPlan) -> Bool) -> Double {
        Double(plans.count(where: isCounted)) / Double(plans.count)
    }

    private static func item(_ status: String, _ more: JSONValue.Member...) -> JSONValue { item(status, more) }

    private static func item(_ status: String, _ more: [JSONValue.Member]) -> JSONValue {
        .object([.init("id", "i1"), .init("caseID", "c1"), .init("status", .string(status))] + more)
    }

    @Test(
        "given a record, when its repair is planned, then the record decides",
        arguments: [
            (RepairStatus.fixed, "", RepairPlan.Repair.atOnce), (.unknown, "", .atOnce), (.endOfLife, "", .impossible),
            (.endOfLife, "Item too worn out", .impossible),
            (.repairable, "", .withPart(sku: DemoPart.usual("Iron").sku)),
            (.endOfLife, "Spare parts not available", .withoutPart(sku: DemoPart.scarce("Iron").sku)),
            (.endOfLife, "Spare parts too expensive", .withoutPart(sku: DemoPart.scarce("Iron").sku)),
            (.repairable, "Spare parts too expensive", .withPart(sku: DemoPart.scarce("Iron").sku)),
        ]
    )
    func repair(status: RepairStatus, barrier: String, expected: RepairPlan.Repair) {
        let plan = RepairPlan(id: "rc_1", status: status, barrier: barrier, category: "Iron")
        #expect(plan.repair == expected)
        #expect(plan == RepairPlan(id: "rc_1", status: status, barrier: barrier, category: "Iron"))
    }

    @Test("given a part that cannot be had, when its shortage is seen, then the unit is given up and nothing delivered")
    func shortageEndsRepair() throws {
        let barrier = "Spare parts not available"
        let plan = RepairPlan(id: "rc_1", status: .endOfLife, barrier: barrier, category: "Iron")
        let asked = try #require(DemoScript.task(for: Self.item("arrived"), in: "work-orders", plan: plan))
        #expect(asked.acts.map(\.name) == ["parts-wait"])
        let short = Self.item("short", .init("workOrderID", "w1"))
        let task = try #require(DemoScript.task(for: short, in: "reservations", plan: plan))
        #expect(task.acts.map(\.path) == ["/v1/cases/c1/work-orders/w1/not-repairable"])
    }

    @Test("given many customers, when they are surveyed, then about fifteen in a hundred are below 85 and few decline")
    func surveys() {
        let declined = Self.share { $0.survey == .decline }
        let dissatisfied = Self.share { plan in
            guard case .answer(let points) = plan.survey else { return false }
            return zip(points, [0.3, 0.2, 0.2, 0.1, 0.2]).reduce(0) { $0 + Double($1.0) * $1.1 } < 85
        }
        #expect((0.02...0.06).contains(declined))
        #expect((0.12...0.18).contains(dissatisfied))
        #expect((0.4...0.6).contains(Self.share(\.isGoodwill)))
    }

    @Test(
        "given a work order, when a technician acts, then the chain begins where the visit stands",
        arguments: [("assigned", 3), ("under-way", 2), ("arrived", 1)]
    )
    func visits(status: String, count: Int) throws {
        let plan = RepairPlan(id: "rc_1", status: .fixed, barrier: "", category: "Iron")
        let task = try #require(DemoScript.task(for: Self.item(status), in: "work-orders", plan: plan))
        #expect(task.acts.map(\.name) == ["departure", "arrival", "completion"].suffix(count))
        #expect(task.acts.last?.path == "/v1/cases/c1/work-orders/i1/completion")
    }

    @Test("given a repair with a part, when the part was asked for before, then the second visit completes it")
    func secondVisit() throws {
        let plan = RepairPlan(id: "rc_1", status: .repairable, barrier: "", category: "Iron")
        let first = try #require(
            DemoScript.task(for: Self.item("arrived", .init("requestedParts", [])), in: "work-orders", plan: plan)
        )
        let asked = JSONValue.Member("requestedParts", [["sku": "U-1", "quantity": 1]])
        let second = try #require(DemoScript.task(for: Self.item("arrived", asked), in: "work-orders", plan: plan))
        #expect(first.acts.map(\.name) == ["parts-wait"])
        #expect(second.acts.map(\.name) == ["completion"])
    }

    @Test("given a short reservation, when stock is received, then it is what is missing")
    func shortage() throws {
        let plan = RepairPlan(id: "rc_1", status: .repairable, barrier: "", category: "Iron")
        let lines: JSONValue = [
            ["sku": "A", "quantity": 3, "reserved": 1], ["sku": "B", "quantity": 1, "reserved": 1],
        ]
        let item = Self.item("short", .init("lines", lines), .init("site", "GBR"))
        let task = try #require(DemoScript.task(for: item, in: "reservations", plan: plan))
        #expect(task.acts.map { $0.body["quantity"] } == [2])
    }

    @Test("given a customer who does not accept, when a complaint comes back, then the next answer is accepted")
    func complaints() throws {
        let stubborn = try #require(Self.plans.first { !$0.acceptsFirstAnswer })
        let first = try #require(DemoScript.task(for: Self.item("registered"), in: "complaints", plan: stubborn))
        let again = Self.item("acknowledged", .init("reopenCount", 1))
        let second = try #require(DemoScript.task(for: again, in: "complaints", plan: stubborn))
        #expect(first.acts.last?.body["customerAccepts"] == false)
        #expect(second.acts.map(\.name) == ["complaint-answer", "complaint-closure"])
        #expect(second.acts.last?.body["customerAccepts"] == true)
        #expect(first.phase != second.phase)
    }

    @Test("given every list, when an item of it is met, then somebody acts, and in the end nobody does")
    func everyListHasAnActor() {
        let plan = RepairPlan(id: "rc_1", status: .fixed, barrier: "", category: "Iron")
        let line: JSONValue = [["sku": "A", "quantity": 1, "reserved": 0]]
        for list in DemoScript.lists {
            let status = list.query.dropFirst("status=".count).prefix { $0 != "&" }
            let more: [JSONValue.Member] = [
                .init("lines", line), .init("site", "GBR"), .init("region", "GBR"),
                .init("notPlannableReason", "no-technician"),
            ]
            let item = Self.item(String(status), more)
            #expect(DemoScript.task(for: item, in: list.collection, plan: plan) != nil, "\(list)")
        }
        for (collection, status) in [("returns", "settled"), ("complaints", "closed"), ("surveys", "answered")] {
            #expect(DemoScript.task(for: Self.item(status), in: collection, plan: plan) == nil)
        }
    }

    @Test("given a list that lags, when a task was begun, then it is not begun again until patience is over")
    func agenda() {
        var agenda = DemoAgenda()
        let task = DemoTask(subject: "work-orders/1", phase: "visit-1", acts: [])
        let next = DemoTask(subject: "work-orders/1", phase: "visit-2", acts: [])
        let start = ContinuousClock.now
        #expect(agenda.begin(task, at: start) == 0)
        #expect(agenda.begin(next, at: start) == nil)
        agenda.end(task.subject, at: start)
        #expect(agenda.begin(task, at: start + .seconds(1)) == nil)
        #expect(agenda.begin(task, at: start + DemoAgenda.patience) == 1)
        agenda.end(task.subject, at: start)
        #expect(agenda.begin(next, at: start + .seconds(1)) == 0)
    }

    @Test("given rows of two regions, when the crew is made, then each region has technicians and its parts")
    func crew() {
        func row(_ id: String, _ country: String, _ status: String) -> OpenRepairRow {
            let body: JSONValue = [
                "id": .string(id), "country": .string(country), "product_category": "Iron",
                "repair_status": .string(status),
            ]
            return OpenRepairRow(line: 1, body: body)
        }
        let acts = DemoCrew([row("1", "GBR", "Repairable"), row("2", "CAN", "Fixed"), row("3", "", "Fixed")]).steps
            .flatMap { $0 }
        let regions = Set(acts.filter { $0.path == "/v1/technicians" }.compactMap { $0.body["region"]?.stringValue })
        #expect(regions == ["GBR", "CAN", DemoCrew.regionWithoutCountry])
        #expect(acts.filter { $0.path == "/v1/parts" }.count == 2)
        #expect(acts.filter { $0.path == "/v1/stock-receipts" }.map { $0.body["site"] } == ["GBR"])
        #expect(Set(acts.map(\.name)).count == acts.count)
    }
}
