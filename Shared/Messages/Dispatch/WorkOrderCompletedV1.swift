import Vocabulary

/// The product works again; a survey follows and the parts used leave the store.
package struct WorkOrderCompletedV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    /// The survey to invite the customer to.
    package let surveyID: SurveyID
    package let report: WorkReport
    /// Every reservation made for the work order: what is not used of them is free again.
    package let reservationIDs: [ReservationID]
    package let customer: Customer
    package let product: Product
    package let entitlement: Entitlement
    package let contractDate: CalendarDate?
    package let region: String
    package let technicianID: TechnicianID?
    package let completedAt: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        surveyID: SurveyID,
        report: WorkReport,
        reservationIDs: [ReservationID],
        customer: Customer,
        product: Product,
        entitlement: Entitlement,
        contractDate: CalendarDate? = nil,
        region: String,
        technicianID: TechnicianID? = nil,
        completedAt: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.surveyID = surveyID
        self.report = report
        self.reservationIDs = reservationIDs
        self.customer = customer
        self.product = product
        self.entitlement = entitlement
        self.contractDate = contractDate
        self.region = region
        self.technicianID = technicianID
        self.completedAt = completedAt
    }
}

extension WorkOrderCompletedV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.work-order-completed",
        kind: .event,
        topic: .dispatchWorkOrderEvents,
        title: Bilingual(zh: "派工单已完成", en: "Work order completed"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("surveyID", .uuid),
            .required("report", WorkReport.schema),
            .required("reservationIDs", .array(of: .uuid, maximum: 100)),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .required("entitlement", Entitlement.schema),
            .optional("contractDate", .date),
            .required("region", .region),
            .optional("technicianID", .uuid),
            .required("completedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
