import Vocabulary

/// Something came up on a closed case.
package struct CaseReopenedV1 {
    package let caseID: CaseID
    package let reason: String
    package let reopenedAt: Timestamp

    package init(caseID: CaseID, reason: String, reopenedAt: Timestamp) {
        self.caseID = caseID
        self.reason = reason
        self.reopenedAt = reopenedAt
    }
}

extension CaseReopenedV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.case-reopened",
        kind: .event,
        topic: .intakeCaseEvents,
        title: Bilingual(zh: "服务单已重新开启", en: "Case reopened"),
        schema: .object([
            .required("caseID", .uuid),
            .required("reason", .text),
            .required("reopenedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
