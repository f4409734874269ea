import Database
import Messages
import Messaging
import Testing
import Vocabulary

/// FL-01 through all services: what no service can prove alone.
@Suite("A case's life", .serialized, .timeLimit(.minutes(4)))
struct CaseLifeTests {
    private static let technician = RegisterTechnicianV1(
        employeeNumber: "T-1",
        name: Personal("张伟"),
        region: "CHN",
        skills: ["*"],
        shift: ShiftHours(start: "00:00", end: "23:59")
    )

    private static func request(contractDate: CalendarDate?) -> RegisterServiceRequestV1 {
        RegisterServiceRequestV1(
            channel: .phone,
            contactType: .repair,
            customer: Customer(name: Personal("王芳"), phone: Personal("+86 138 0000 0000"), language: .chinese),
            product: Product(category: "Kettle", brand: "Midea"),
            contractDate: contractDate,
            symptom: Personal("不加热"),
            region: "CHN"
        )
    }

    @Test("given a repair call, when the work is done and the customer is content, then the case closes (FL-01)")
    func repaired() async throws {
        try await RunningSuite.run { suite in
            #expect(try await suite.send(Self.technician).rejection == nil)
            let caseID = CaseID(try await suite.send(Self.request(contractDate: nil)).id.value)
            let order = try await suite.wait(for: "work-orders", of: caseID, status: "assigned")
            let workOrderID = try #require(WorkOrderID(order["id"]?.stringValue ?? ""))
            let early = CompleteWorkV1(caseID: caseID, workOrderID: workOrderID, faultFound: "-", measure: "-")
            #expect(try await suite.send(early).rejection != nil)
            #expect(try await suite.send(DepartV1(caseID: caseID, workOrderID: workOrderID)).rejection == nil)
            #expect(try await suite.send(ArriveV1(caseID: caseID, workOrderID: workOrderID)).rejection == nil)
            let done = CompleteWorkV1(
                caseID: caseID,
                workOrderID: workOrderID,
                faultFound: "加热管损坏",
                measure: "更换加热管"
            )
            #expect(try await suite.send(done).rejection == nil)
            let survey = try await suite.wait(for: "surveys", of: caseID, status: "invited")
            let answer = AnswerSurveyV1(
                caseID: caseID,
                surveyID: try #require(SurveyID(survey["id"]?.stringValue ?? "")),
                productQuality: 90,
                price: 80,
                deliveryTime: 85,
                packaging: 88,
                afterSalesService: 92
            )
            #expect(try await suite.send(answer).rejection == nil)
            let closed = try await suite.wait(for: "cases", of: caseID, status: "closed")
            #expect(closed["outcome"] == "repaired")
            let types = try await suite.timeline(of: caseID)
            #expect(types.first == CaseRegisteredV1.contract.type)
            let open = try await suite.count(.gateway, "select count(*) from command where state = 'accepted'")
            #expect(open == 0)
        }
    }

    @Test("given a unit beyond repair within its guarantee, when it is exchanged, then the case closes (FL-01, FL-06)")
    func exchanged() async throws {
        try await RunningSuite.run { suite in
            #expect(try await suite.send(Self.technician).rejection == nil)
            let yesterday = CalendarDate(daysSinceEpoch: Int(Timestamp.now.microsecondsSinceEpoch / 86_400_000_000) - 1)
            let caseID = CaseID(try await suite.send(Self.request(contractDate: yesterday)).id.value)
            let order = try await suite.wait(for: "work-orders", of: caseID, status: "assigned")
            let workOrderID = try #require(WorkOrderID(order["id"]?.stringValue ?? ""))
            for rejection in [
                try await suite.send(DepartV1(caseID: caseID, workOrderID: workOrderID)).rejection,
                try await suite.send(ArriveV1(caseID: caseID, workOrderID: workOrderID)).rejection,
                try await suite.send(
                    ReportNotRepairableV1(caseID: caseID, workOrderID: workOrderID, finding: "主板烧毁")
                ).rejection,
            ] { #expect(rejection == nil) }
            let unit = try await suite.wait(for: "returns", of: caseID, status: "authorised")
            let returnID = try #require(ReturnID(unit["id"]?.stringValue ?? ""))
            let steps: [any Message] = [
                ReceiveGoodsV1(caseID: caseID, returnID: returnID, condition: "完整"),
                DisposeGoodsV1(caseID: caseID, returnID: returnID, disposition: .scrap, finding: "不可修复"),
                SettleReturnV1(
                    caseID: caseID,
                    returnID: returnID,
                    settlement: .exchange,
                    replacementSerialNumber: "SN-2"
                ),
            ]
            for step in steps { #expect(try await suite.send(step).rejection == nil) }
            let closed = try await suite.wait(for: "cases", of: caseID, status: "closed")
            #expect(closed["outcome"] == "exchanged")
        }
    }
}
