import Vocabulary

/// All that a list or the page of a work order shows.
package struct WorkOrderStateV1 {
    package let id: WorkOrderID
    package let caseID: CaseID
    package let status: Wire.WorkOrderStatus
    package let customer: Customer
    package let product: Product
    package let symptom: Personal<String>
    package let entitlement: Entitlement
    package let contractDate: CalendarDate?
    package let region: String
    package let wishedTime: Timestamp?
    package let arrivalDue: Timestamp?
    /// Visits agreed so far, the current one included.
    package let visitCount: Int
    package let technicianID: TechnicianID?
    package let technicianName: Personal<String>?
    package let window: TimeWindow?
    package let departedAt: Timestamp?
    package let arrivedAt: Timestamp?
    /// Searches in vain since the last visit.
    package let planningAttempts: Int
    package let notPlannableReason: Wire.NotPlannableReason?
    package let nextAttemptAt: Timestamp?
    package let reservationID: ReservationID?
    package let requestedParts: [PartLine]
    package let missingParts: [PartLine]
    package let report: WorkReport?
    /// Why it cannot be repaired.
    package let finding: String?
    package let cancellationReason: String?
    package let openedAt: Timestamp
    /// Completed, given up or cancelled.
    package let endedAt: Timestamp?
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: WorkOrderID,
        caseID: CaseID,
        status: Wire.WorkOrderStatus,
        customer: Customer,
        product: Product,
        symptom: Personal<String>,
        entitlement: Entitlement,
        contractDate: CalendarDate? = nil,
        region: String,
        wishedTime: Timestamp? = nil,
        arrivalDue: Timestamp? = nil,
        visitCount: Int,
        technicianID: TechnicianID? = nil,
        technicianName: Personal<String>? = nil,
        window: TimeWindow? = nil,
        departedAt: Timestamp? = nil,
        arrivedAt: Timestamp? = nil,
        planningAttempts: Int,
        notPlannableReason: Wire.NotPlannableReason? = nil,
        nextAttemptAt: Timestamp? = nil,
        reservationID: ReservationID? = nil,
        requestedParts: [PartLine],
        missingParts: [PartLine],
        report: WorkReport? = nil,
        finding: String? = nil,
        cancellationReason: String? = nil,
        openedAt: Timestamp,
        endedAt: Timestamp? = nil,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.status = status
        self.customer = customer
        self.product = product
        self.symptom = symptom
        self.entitlement = entitlement
        self.contractDate = contractDate
        self.region = region
        self.wishedTime = wishedTime
        self.arrivalDue = arrivalDue
        self.visitCount = visitCount
        self.technicianID = technicianID
        self.technicianName = technicianName
        self.window = window
        self.departedAt = departedAt
        self.arrivedAt = arrivedAt
        self.planningAttempts = planningAttempts
        self.notPlannableReason = notPlannableReason
        self.nextAttemptAt = nextAttemptAt
        self.reservationID = reservationID
        self.requestedParts = requestedParts
        self.missingParts = missingParts
        self.report = report
        self.finding = finding
        self.cancellationReason = cancellationReason
        self.openedAt = openedAt
        self.endedAt = endedAt
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension WorkOrderStateV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.work-order",
        kind: .state(collection: "work-orders", filters: ["status", "region", "technicianID"]),
        topic: .dispatchWorkOrderState,
        title: Bilingual(zh: "派工单", en: "Work order"),
        schema: .object([
            .required("id", .uuid),
            .required("caseID", .uuid),
            .required("status", Wire.WorkOrderStatus.schema),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .required("symptom", .story, personal: true),
            .required("entitlement", Entitlement.schema),
            .optional("contractDate", .date),
            .required("region", .region),
            .optional("wishedTime", .time),
            .optional("arrivalDue", .time),
            .required("visitCount", .count),
            .optional("technicianID", .uuid),
            .optional("technicianName", .line, personal: true),
            .optional("window", TimeWindow.schema),
            .optional("departedAt", .time),
            .optional("arrivedAt", .time),
            .required("planningAttempts", .count),
            .optional("notPlannableReason", Wire.NotPlannableReason.schema),
            .optional("nextAttemptAt", .time),
            .optional("reservationID", .uuid),
            .required("requestedParts", .partLines),
            .required("missingParts", .partLines),
            .optional("report", WorkReport.schema),
            .optional("finding", .text),
            .optional("cancellationReason", .text),
            .required("openedAt", .time),
            .optional("endedAt", .time),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id.description }
}
