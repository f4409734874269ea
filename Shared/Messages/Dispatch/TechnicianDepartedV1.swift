import Vocabulary

/// The technician is on the way.
package struct TechnicianDepartedV1 {
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

extension TechnicianDepartedV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.technician-departed",
        kind: .event,
        topic: .dispatchWorkOrderEvents,
        title: Bilingual(zh: "工程师已出发", en: "Technician departed"),
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
