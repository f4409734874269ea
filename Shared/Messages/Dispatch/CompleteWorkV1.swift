import Vocabulary

/// The product works again.
package struct CompleteWorkV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let faultFound: String
    package let measure: String
    /// Absent: what was reserved counts as used.
    package let partsUsed: [PartLine]?
    package let remark: String?

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        faultFound: String,
        measure: String,
        partsUsed: [PartLine]? = nil,
        remark: String? = nil
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.faultFound = faultFound
        self.measure = measure
        self.partsUsed = partsUsed
        self.remark = remark
    }
}

extension CompleteWorkV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.complete-work",
        kind: .command(
            route: .post("/v1/cases/{caseID}/work-orders/{workOrderID}/completion"),
            roles: [.technician, .dispatcher]
        ),
        topic: .dispatchWorkOrderCommands,
        title: Bilingual(zh: "完成维修", en: "Complete the work"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("faultFound", .text),
            .required("measure", .text),
            .optional("partsUsed", .partLines),
            .optional("remark", .text),
        ])
    )

    package var key: String? { caseID.description }
}
