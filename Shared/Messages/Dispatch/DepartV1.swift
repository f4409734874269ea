import Vocabulary

/// The technician is on the way.
package struct DepartV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID

    package init(caseID: CaseID, workOrderID: WorkOrderID) {
        self.caseID = caseID
        self.workOrderID = workOrderID
    }
}

extension DepartV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.depart",
        kind: .command(
            route: .post("/v1/cases/{caseID}/work-orders/{workOrderID}/departure"),
            roles: [.technician, .dispatcher]
        ),
        topic: .dispatchWorkOrderCommands,
        title: Bilingual(zh: "出发上门", en: "Depart to the customer"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
        ])
    )

    package var key: String? { caseID.description }
}
