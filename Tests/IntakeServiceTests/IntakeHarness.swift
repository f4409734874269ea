import IntakeService
import Messages
import Messaging
import TestKit
import Vocabulary

/// The whole of intake on a database of its own.
func makeIntake() async throws -> ServiceHarness {
    try await ServiceHarness(
        service: .intake,
        migrations: IntakeWiring.migrations,
        handlers: IntakeWiring.handlers,
        deadlines: IntakeWiring.deadlines
    )
}

extension ServiceHarness {
    /// Registers a request and returns the case.
    func register(_ request: RegisterServiceRequestV1 = Samples.request()) async throws -> CaseID {
        let id = UniqueID.version7(at: .now)
        try await send(request, id: id)
        return CaseID(id)
    }

    /// The newest snapshot of the case.
    func state(of caseID: CaseID) async throws -> CaseStateV1? {
        try await sent(CaseStateV1.self).last { $0.id == caseID }
    }

    func routed(_ caseID: CaseID) async throws -> CaseRoutedV1? {
        try await sent(CaseRoutedV1.self).last { $0.caseID == caseID }
    }
}

enum Samples {
    static let customer = Customer(
        name: Personal("王芳"),
        phone: Personal("138 0013 8000"),
        email: Personal("wang@example.cn"),
        language: .chinese
    )
    static let product = Product(category: "Iron", brand: "Acme", serialNumber: "AB-1234")
    static let survey = SurveyID(UniqueID(high: 0x8000, low: 3))
    static let returnID = ReturnID(UniqueID(high: 0x8000, low: 4))
    static let complaint = ComplaintID(UniqueID(high: 0x8000, low: 5))
    static let free = Entitlement(decision: .free, reason: .withinGuarantee)

    static func request(
        _ contactType: Wire.ContactType = .repair,
        customer: Customer = customer,
        product: Product = product,
        contractDate: CalendarDate? = nil,
        phoneSolution: String? = nil
    ) -> RegisterServiceRequestV1 {
        RegisterServiceRequestV1(
            channel: .phone,
            contactType: contactType,
            customer: customer,
            product: product,
            contractDate: contractDate,
            symptom: Personal("不加热"),
            region: "CN-SH",
            phoneSolution: phoneSolution
        )
    }

    static func scheduled(_ caseID: CaseID, _ workOrder: WorkOrderID) -> VisitScheduledV1 {
        VisitScheduledV1(
            caseID: caseID,
            workOrderID: workOrder,
            visitNumber: 1,
            technicianID: TechnicianID(UniqueID(high: 0x8000, low: 6)),
            technicianName: Personal("李强"),
            window: TimeWindow(start: .now, end: .now + .hours(2)),
            region: "CN-SH",
            scheduledAt: .now
        )
    }

    static func arrived(_ caseID: CaseID, _ workOrder: WorkOrderID) -> TechnicianArrivedV1 {
        TechnicianArrivedV1(
            caseID: caseID,
            workOrderID: workOrder,
            visitNumber: 1,
            technicianID: TechnicianID(UniqueID(high: 0x8000, low: 6)),
            at: .now
        )
    }

    static func completed(_ caseID: CaseID, _ workOrder: WorkOrderID) -> WorkOrderCompletedV1 {
        WorkOrderCompletedV1(
            caseID: caseID,
            workOrderID: workOrder,
            surveyID: survey,
            report: WorkReport(faultFound: "断线", measure: "更换电源线", partsUsed: []),
            reservationIDs: [],
            customer: customer,
            product: product,
            entitlement: free,
            region: "CN-SH",
            completedAt: .now
        )
    }

    static func answered(_ caseID: CaseID, complaint: ComplaintID? = nil) -> SurveyAnsweredV1 {
        SurveyAnsweredV1(
            caseID: caseID,
            surveyID: survey,
            score: complaint == nil ? 87.2 : 60,
            isSatisfied: complaint == nil,
            items: SurveyRatings(
                productQuality: 90,
                price: 80,
                deliveryTime: 85,
                packaging: 88,
                afterSalesService: 92
            ),
            complaintID: complaint,
            customer: customer,
            product: product,
            answeredAt: .now
        )
    }
}
