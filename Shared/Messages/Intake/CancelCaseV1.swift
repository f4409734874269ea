import Vocabulary

/// The customer no longer wants the service.
package struct CancelCaseV1 {
    package let caseID: CaseID
    package let reason: String

    package init(caseID: CaseID, reason: String) {
        self.caseID = caseID
        self.reason = reason
    }
}

extension CancelCaseV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.cancel-case",
        kind: .command(route: .post("/v1/cases/{caseID}/cancellation"), roles: [.agent, .customer]),
        topic: .intakeCaseCommands,
        title: Bilingual(zh: "取消服务单", en: "Cancel a case"),
        schema: .object([
            .required("caseID", .uuid),
            .required("reason", .text),
        ])
    )

    package var key: String? { caseID.description }
}
