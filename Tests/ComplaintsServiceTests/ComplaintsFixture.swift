import ComplaintsService
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

/// The whole complaints service on a database of its own; it knows the fixture's case.
func makeComplaints() async throws -> ServiceHarness {
    let complaints = try await ServiceHarness(
        service: .complaints,
        migrations: ComplaintsWiring.migrations,
        handlers: ComplaintsWiring.handlers,
        deadlines: ComplaintsWiring.deadlines
    )
    try await complaints.send(Fixture.registered())
    return complaints
}

enum Fixture {
    static let caseID = CaseID(UniqueID(high: 0x1000, low: 1))
    static let complaintID = ComplaintID(UniqueID(high: 0x1000, low: 2))
    static let customer = Customer(name: Personal("王芳"), language: .chinese)
    static let product = Product(category: "Iron")

    static func registered() throws -> CaseRegisteredV1 {
        CaseRegisteredV1(
            caseID: caseID,
            number: try #require(CaseNumber("AS-20261121-000042")),
            channel: .phone,
            contactType: .repair,
            customer: customer,
            product: product,
            entitlement: Entitlement(decision: .chargeable, reason: .noContractDate),
            symptom: Personal("不热"),
            region: "CN-SH",
            registeredAt: .now,
            responseDue: .now
        )
    }

    static func file(
        in caseID: CaseID = caseID,
        object: String = "维修质量",
        urgency: Wire.Urgency = .normal
    ) -> FileComplaintV1 {
        FileComplaintV1(
            caseID: caseID,
            object: object,
            demand: "重新维修",
            facts: Personal("第二天又坏了"),
            channel: .phone,
            urgency: urgency,
            customer: customer
        )
    }

    static func answered(score: Double, complaintID: ComplaintID?) -> SurveyAnsweredV1 {
        SurveyAnsweredV1(
            caseID: caseID,
            surveyID: SurveyID(UniqueID(high: 0x1000, low: 3)),
            score: score,
            isSatisfied: complaintID == nil,
            items: SurveyRatings(
                productQuality: 60,
                price: 60,
                deliveryTime: 60,
                packaging: 60,
                afterSalesService: 60
            ),
            remark: Personal("太慢"),
            complaintID: complaintID,
            customer: customer,
            product: product,
            answeredAt: .now
        )
    }

    static func acknowledge(_ id: ComplaintID) -> AcknowledgeComplaintV1 {
        AcknowledgeComplaintV1(caseID: caseID, complaintID: id, owner: "li")
    }

    static func answer(_ id: ComplaintID) -> AnswerComplaintV1 {
        AnswerComplaintV1(caseID: caseID, complaintID: id, validity: .valid, decision: "免费返修", measure: "换人")
    }

    static func close(_ id: ComplaintID, accepted: Bool) -> CloseComplaintV1 {
        CloseComplaintV1(caseID: caseID, complaintID: id, customerAccepts: accepted)
    }
}

extension ServiceHarness {
    /// Files a complaint and returns its id.
    func file(_ command: FileComplaintV1 = Fixture.file()) async throws -> ComplaintID {
        let id = UniqueID.version7(at: .now)
        try await send(command, id: id)
        return OnFileComplaint.complaintID(for: id)
    }

    /// The newest snapshot of any complaint.
    func newest() async throws -> ComplaintStateV1? {
        try await sent(ComplaintStateV1.self).last
    }

    /// The refusal that the last command met.
    func refusal() async throws -> String? {
        try await sent(CommandRejectedV1.self).last?.problem.code
    }
}
