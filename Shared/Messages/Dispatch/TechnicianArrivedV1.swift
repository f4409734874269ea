import Vocabulary

/// The technician is at the customer's; the repair clock starts (CK-04).
package struct TechnicianArrivedV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let visitNumber: Int
    package let technicianID: TechnicianID
    package let at: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        visitNumber: Int,
        technicianID: TechnicianID,
        at: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.visitNumber = visitNumber
        self.technicianID = technicianID
        self.at = at
    }
}

extension TechnicianArrivedV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.technician-arrived",
        kind: .event,
        topic: .dispatchWorkOrderEvents,
        title: Bilingual(zh: "工程师已到达", en: "Technician arrived"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("visitNumber", .ordinal),
            .required("technicianID", .uuid),
            .required("at", .time),
        ])
    )

    package var key: String? { caseID.description }
}
