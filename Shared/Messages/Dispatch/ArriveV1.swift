import Vocabulary

/// The technician is at the customer's.
package struct ArriveV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID

    package init(caseID: CaseID, workOrderID: WorkOrderID) {
        self.caseID = caseID
        self.workOrderID = workOrderID
    }
}

extension ArriveV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.arrive",
        kind: .command(
            route: .post("/v1/cases/{caseID}/work-orders/{workOrderID}/arrival"),
            roles: [.technician, .dispatcher]
        ),
        topic: .dispatchWorkOrderCommands,
        title: Bilingual(zh: "到达现场", en: "Arrive at the customer"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
        ])
    )

    package var key: String? { caseID.description }
}
