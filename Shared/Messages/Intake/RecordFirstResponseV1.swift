import Vocabulary

/// Somebody has spoken with the customer; the response clock stops (CK-02).
package struct RecordFirstResponseV1 {
    package let caseID: CaseID
    package let note: String?

    package init(caseID: CaseID, note: String? = nil) {
        self.caseID = caseID
        self.note = note
    }
}

extension RecordFirstResponseV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.record-first-response",
        kind: .command(route: .post("/v1/cases/{caseID}/first-response"), roles: [.agent, .dispatcher]),
        topic: .intakeCaseCommands,
        title: Bilingual(zh: "记录首次响应", en: "Record the first response"),
        schema: .object([
            .required("caseID", .uuid),
            .optional("note", .text),
        ])
    )

    package var key: String? { caseID.description }
}
