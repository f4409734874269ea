import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

/// Item 6 of the runtime's promises, over all services: what is personal is nowhere in plain, and gone when erased.
@Suite("Personal data of a whole case", .serialized, .timeLimit(.minutes(4)))
struct PersonalDataTests {
    private static let canary = "Canary9f27"

    private static let technician = RegisterTechnicianV1(
        employeeNumber: "T-7",
        name: Personal("\(canary) Zhang"),
        region: "CHN",
        skills: ["*"],
        shift: ShiftHours(start: "00:00", end: "23:59")
    )

    private static let request = RegisterServiceRequestV1(
        channel: .phone,
        contactType: .repair,
        customer: Customer(
            name: Personal("\(canary) Wang"),
            phone: Personal("+86 \(canary) 138 0000 0000"),
            email: Personal("\(canary)@example.org"),
            language: .chinese
        ),
        product: Product(category: "Kettle"),
        symptom: Personal("\(canary) does not heat"),
        region: "CHN"
    )

    /// A case with a visit, a survey with words of the customer, and a complaint.
    private func liveThrough(_ suite: RunningSuite) async throws -> CaseID {
        #expect(try await suite.send(Self.technician).rejection == nil)
        let caseID = CaseID(try await suite.send(Self.request).id.value)
        let assigned = try await suite.wait(for: "work-orders", of: caseID, status: "assigned")
        let order = try #require(assigned["id"]?.stringValue.flatMap { WorkOrderID($0) })
        let steps: [any Message] = [
            DepartV1(caseID: caseID, workOrderID: order), ArriveV1(caseID: caseID, workOrderID: order),
            CompleteWorkV1(caseID: caseID, workOrderID: order, faultFound: "heater", measure: "new heater"),
        ]
        for step in steps { #expect(try await suite.send(step).rejection == nil) }
        let survey = try await suite.wait(for: "surveys", of: caseID, status: "invited")
        let answer = AnswerSurveyV1(
            caseID: caseID,
            surveyID: try #require(survey["id"]?.stringValue.flatMap { SurveyID($0) }),
            productQuality: 10,
            price: 10,
            deliveryTime: 10,
            packaging: 10,
            afterSalesService: 10,
            remark: Personal("\(Self.canary) was rude")
        )
        #expect(try await suite.send(answer).rejection == nil)
        _ = try await suite.wait(for: "complaints", of: caseID, status: "registered")
        _ = try await suite.wait(for: "notifications", of: caseID, status: "pending")
        return caseID
    }

    /// Until every service has taken the erasure in.
    private func waitUntilErased(_ caseID: CaseID, in suite: RunningSuite) async throws {
        for service in ServiceName.allCases {
            try await eventually(within: .seconds(60)) {
                try await suite.count(
                    service,
                    "select count(*) from erased_subject where subject = \(caseID)"
                ) == 1
            }
        }
    }

    @Test("given a case with personal data, then none is plain anywhere; when erased, then nobody can read it again")
    func wholeLife() async throws {
        try await RunningSuite.run { suite in
            let caseID = try await liveThrough(suite)
            try await eventually(within: .seconds(60)) {
                try await suite.count(.notifications, "select count(*) from subject_key where subject = \(caseID)") > 0
            }
            let before = try await (tables: suite.dump(), topics: suite.records(), shown: suite.shown())
            #expect(!before.tables.contains(Self.canary) && before.tables.contains(SealedToken.opening))
            #expect(!before.topics.contains(Self.canary) && before.topics.contains(SealedToken.opening))
            for text in ["Wang", "does not heat", "was rude", "Zhang"] {
                #expect(before.shown.contains("\(Self.canary) \(text)"))
            }

            let erasure = EraseCustomerV1(
                caseID: caseID,
                technicianID: RegisterTechnicianV1.technicianID(employeeNumber: "T-7"),
                reason: "request 17"
            )
            #expect(try await suite.send(erasure).rejection == nil)
            try await waitUntilErased(caseID, in: suite)
            let after = try await suite.shown()
            #expect(!after.contains(Self.canary) && after.contains(Revealer.erased))
            for service in ServiceName.allCases {
                let readable: Query = "select count(*) from subject_key where wrapped is not null"
                #expect(try await suite.count(service, readable) == 0)
                let sent: Query = """
                    select count(*) from outbox
                    where topic like '%subject-key%' and convert_from(payload, 'utf8') like '%wrapped%'
                    """
                #expect(try await suite.count(service, sent) == 0)
            }
            let proof = "select count(*) from outbox where type = 'aftercare.intake.personal-data-erased.v1'"
            #expect(try await suite.count(.intake, Query(unsafe: proof)) == 1)
        }
    }
}
