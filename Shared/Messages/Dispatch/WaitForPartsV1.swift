import Vocabulary

/// The repair needs parts that are not at hand; another visit follows.
package struct WaitForPartsV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let lines: [PartLine]

    package init(caseID: CaseID, workOrderID: WorkOrderID, lines: [PartLine]) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.lines = lines
    }
}

extension WaitForPartsV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.wait-for-parts",
        kind: .command(
            route: .post("/v1/cases/{caseID}/work-orders/{workOrderID}/parts-wait"),
            roles: [.technician, .dispatcher]
        ),
        topic: .dispatchWorkOrderCommands,
        title: Bilingual(zh: "待件", en: "Wait for parts"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("lines", .partLines),
        ])
    )

    package var key: String? { caseID.description }
}
