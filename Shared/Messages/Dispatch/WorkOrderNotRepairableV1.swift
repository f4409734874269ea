import Vocabulary

/// The product cannot be repaired; the return named here is to be opened.
package struct WorkOrderNotRepairableV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let returnID: ReturnID
    package let finding: String
    /// Every reservation made for the work order: all of them are free again.
    package let reservationIDs: [ReservationID]
    package let customer: Customer
    package let product: Product
    package let entitlement: Entitlement
    package let contractDate: CalendarDate?
    package let region: String
    package let reportedAt: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        returnID: ReturnID,
        finding: String,
        reservationIDs: [ReservationID],
        customer: Customer,
        product: Product,
        entitlement: Entitlement,
        contractDate: CalendarDate? = nil,
        region: String,
        reportedAt: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.returnID = returnID
        self.finding = finding
        self.reservationIDs = reservationIDs
        self.customer = customer
        self.product = product
        self.entitlement = entitlement
        self.contractDate = contractDate
        self.region = region
        self.reportedAt = reportedAt
    }
}

extension WorkOrderNotRepairableV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.work-order-not-repairable",
        kind: .event,
        topic: .dispatchWorkOrderEvents,
        title: Bilingual(zh: "派工单判定无法修复", en: "Work order not repairable"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("returnID", .uuid),
            .required("finding", .text),
            .required("reservationIDs", .array(of: .uuid, maximum: 100)),
            .required("customer", Customer.schema),
            .required("product", Product.schema),
            .required("entitlement", Entitlement.schema),
            .optional("contractDate", .date),
            .required("region", .region),
            .required("reportedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
