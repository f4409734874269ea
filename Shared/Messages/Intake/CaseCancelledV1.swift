import Vocabulary

/// No service is wanted any more; every part of the case ends.
package struct CaseCancelledV1 {
    package let caseID: CaseID
    package let reason: String
    package let cancelledAt: Timestamp

    package init(caseID: CaseID, reason: String, cancelledAt: Timestamp) {
        self.caseID = caseID
        self.reason = reason
        self.cancelledAt = cancelledAt
    }
}

extension CaseCancelledV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.case-cancelled",
        kind: .event,
        topic: .intakeCaseEvents,
        title: Bilingual(zh: "服务单已取消", en: "Case cancelled"),
        schema: .object([
            .required("caseID", .uuid),
            .required("reason", .text),
            .required("cancelledAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
