import Database
import Messages
import Messaging
import TestKit
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

    /// A technician, a repair call, and the visit that was planned for it.
    private func openCase(
        in suite: RunningSuite,
        contractDate: CalendarDate? = nil
    ) async throws -> (CaseID, WorkOrderID) {
        try await carryOut([Self.technician], in: suite)
        let caseID = CaseID(try await suite.send(Self.request(contractDate: contractDate)).id.value)
        let order = try await suite.wait(for: "work-orders", of: caseID, status: "assigned")
        return (caseID, try #require(WorkOrderID(order["id"]?.stringValue ?? "")))
    }

    private func carryOut(_ commands: [any Message], in suite: RunningSuite) async throws {
        for command in commands { #expect(try await suite.send(command).rejection == nil) }
    }

    private func answer(_ survey: JSONValue, of caseID: CaseID, points: Int) throws -> AnswerSurveyV1 {
        AnswerSurveyV1(
            caseID: caseID,
            surveyID: try #require(SurveyID(survey["id"]?.stringValue ?? "")),
            productQuality: points,
            price: points,
            deliveryTime: points,
            packaging: points,
            afterSalesService: points
        )
    }

    @Test("given a repair call, when the work is done and the customer is content, then the case closes (FL-01)")
    func repaired() async throws {
        try await RunningSuite.run { suite in
            let (caseID, order) = try await openCase(in: suite)
            let done = CompleteWorkV1(caseID: caseID, workOrderID: order, faultFound: "加热管损坏", measure: "更换加热管")
            #expect(try await suite.send(done).rejection != nil)
            try await carryOut(
                [
                    DepartV1(caseID: caseID, workOrderID: order), ArriveV1(caseID: caseID, workOrderID: order), done,
                ],
                in: suite
            )
            let survey = try await suite.wait(for: "surveys", of: caseID, status: "invited")
            try await carryOut([try answer(survey, of: caseID, points: 85)], in: suite)
            let closed = try await suite.wait(for: "cases", of: caseID, status: "closed")
            #expect(closed["outcome"] == "repaired")
            #expect(try await suite.timeline(of: caseID).first == CaseRegisteredV1.contract.type)
            #expect(try await suite.count(.gateway, "select count(*) from command where state = 'accepted'") == 0)
        }
    }

    @Test("given a unit beyond repair within its guarantee, when it is exchanged, then the case closes (FL-01, FL-06)")
    func exchanged() async throws {
        try await RunningSuite.run { suite in
            let yesterday = CalendarDate(daysSinceEpoch: Int(Timestamp.now.microsecondsSinceEpoch / 86_400_000_000) - 1)
            let (caseID, order) = try await openCase(in: suite, contractDate: yesterday)
            try await carryOut(
                [
                    DepartV1(caseID: caseID, workOrderID: order), ArriveV1(caseID: caseID, workOrderID: order),
                    ReportNotRepairableV1(caseID: caseID, workOrderID: order, finding: "主板烧毁"),
                ],
                in: suite
            )
            let unit = try await suite.wait(for: "returns", of: caseID, status: "authorised")
            let returnID = try #require(ReturnID(unit["id"]?.stringValue ?? ""))
            try await carryOut(
                [
                    ReceiveGoodsV1(caseID: caseID, returnID: returnID, condition: "完整"),
                    DisposeGoodsV1(caseID: caseID, returnID: returnID, disposition: .scrap, finding: "不可修复"),
                    SettleReturnV1(
                        caseID: caseID,
                        returnID: returnID,
                        settlement: .exchange,
                        replacementSerialNumber: "SN-2"
                    ),
                ],
                in: suite
            )
            #expect(try await suite.wait(for: "cases", of: caseID, status: "closed")["outcome"] == "exchanged")
        }
    }

    @Test("given a missing part and a customer left unhappy, when all is settled, then the case closes (FL-01, FL-04)")
    func shortageAndComplaint() async throws {
        try await RunningSuite.run { suite in
            let (caseID, order) = try await openCase(in: suite)
            try await carryOut(
                [
                    RegisterPartV1(sku: "HEATER", name: "加热管", category: "Kettle"),
                    DepartV1(caseID: caseID, workOrderID: order), ArriveV1(caseID: caseID, workOrderID: order),
                    WaitForPartsV1(
                        caseID: caseID,
                        workOrderID: order,
                        lines: [PartLine(sku: "HEATER", quantity: 2)]
                    ),
                ],
                in: suite
            )
            _ = try await suite.wait(for: "reservations", of: caseID, status: "short")
            try await carryOut(
                [ReceiveStockV1(sku: "HEATER", site: "CHN", quantity: 5, document: "GR-1")],
                in: suite
            )
            _ = try await suite.wait(for: "work-orders", of: caseID, status: "assigned")
            try await carryOut(
                [
                    DepartV1(caseID: caseID, workOrderID: order), ArriveV1(caseID: caseID, workOrderID: order),
                    CompleteWorkV1(caseID: caseID, workOrderID: order, faultFound: "加热管损坏", measure: "更换加热管"),
                ],
                in: suite
            )
            let survey = try await suite.wait(for: "surveys", of: caseID, status: "invited")
            try await carryOut([try answer(survey, of: caseID, points: 84)], in: suite)
            let complaint = try await suite.wait(for: "complaints", of: caseID, status: "registered")
            let id = try #require(ComplaintID(complaint["id"]?.stringValue ?? ""))
            try await carryOut(
                [
                    AcknowledgeComplaintV1(caseID: caseID, complaintID: id, owner: "李强"),
                    AnswerComplaintV1(caseID: caseID, complaintID: id, validity: .valid, decision: "免费保养一次"),
                    CloseComplaintV1(caseID: caseID, complaintID: id, customerAccepts: true),
                ],
                in: suite
            )
            _ = try await suite.wait(for: "cases", of: caseID, status: "closed")
            let stock = "select on_hand from stock_line where sku = 'HEATER' and site = 'CHN'"
            try await eventually(within: .seconds(30)) { try await suite.count(.parts, Query(unsafe: stock)) == 3 }
        }
    }
}
