import Vocabulary

/// The customer has been spoken with; the response clock has stopped.
package struct FirstResponseRecordedV1 {
    package let caseID: CaseID
    package let respondedAt: Timestamp
    package let note: String?

    package init(caseID: CaseID, respondedAt: Timestamp, note: String? = nil) {
        self.caseID = caseID
        self.respondedAt = respondedAt
        self.note = note
    }
}

extension FirstResponseRecordedV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.first-response-recorded",
        kind: .event,
        topic: .intakeCaseEvents,
        title: Bilingual(zh: "首次响应已记录", en: "First response recorded"),
        schema: .object([
            .required("caseID", .uuid),
            .required("respondedAt", .time),
            .optional("note", .text),
        ])
    )

    package var key: String? { caseID.description }
}
