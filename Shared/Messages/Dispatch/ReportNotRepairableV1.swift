import Vocabulary

/// The product cannot be repaired on site; a return follows.
package struct ReportNotRepairableV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let finding: String

    package init(caseID: CaseID, workOrderID: WorkOrderID, finding: String) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.finding = finding
    }
}

extension ReportNotRepairableV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.report-not-repairable",
        kind: .command(
            route: .post("/v1/cases/{caseID}/work-orders/{workOrderID}/not-repairable"),
            roles: [.technician, .dispatcher]
        ),
        topic: .dispatchWorkOrderCommands,
        title: Bilingual(zh: "报告无法修复", en: "Report that a product cannot be repaired"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("finding", .text),
        ])
    )

    package var key: String? { caseID.description }
}
