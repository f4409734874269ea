import Vocabulary

/// Nothing of the case is open or expected any more.
package struct CaseClosedV1 {
    package let caseID: CaseID
    package let number: CaseNumber
    package let outcome: Wire.CaseOutcome
    package let closedAt: Timestamp

    package init(caseID: CaseID, number: CaseNumber, outcome: Wire.CaseOutcome, closedAt: Timestamp) {
        self.caseID = caseID
        self.number = number
        self.outcome = outcome
        self.closedAt = closedAt
    }
}

extension CaseClosedV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.case-closed",
        kind: .event,
        topic: .intakeCaseEvents,
        title: Bilingual(zh: "服务单已结案", en: "Case closed"),
        schema: .object([
            .required("caseID", .uuid),
            .required("number", .caseNumber),
            .required("outcome", Wire.CaseOutcome.schema),
            .required("closedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
