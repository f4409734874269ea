import Vocabulary

/// Solved in conversation; whatever was being prepared is no longer needed.
package struct CaseResolvedByPhoneV1 {
    package let caseID: CaseID
    package let solution: String
    package let resolvedAt: Timestamp

    package init(caseID: CaseID, solution: String, resolvedAt: Timestamp) {
        self.caseID = caseID
        self.solution = solution
        self.resolvedAt = resolvedAt
    }
}

extension CaseResolvedByPhoneV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.case-resolved-by-phone",
        kind: .event,
        topic: .intakeCaseEvents,
        title: Bilingual(zh: "服务单已电话解决", en: "Case resolved by phone"),
        schema: .object([
            .required("caseID", .uuid),
            .required("solution", .text),
            .required("resolvedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
