import Vocabulary

/// Tells the customer what was found and decided.
package struct AnswerComplaintV1 {
    package let caseID: CaseID
    package let complaintID: ComplaintID
    package let validity: Wire.Validity
    package let decision: String
    package let measure: String?

    package init(
        caseID: CaseID,
        complaintID: ComplaintID,
        validity: Wire.Validity,
        decision: String,
        measure: String? = nil
    ) {
        self.caseID = caseID
        self.complaintID = complaintID
        self.validity = validity
        self.decision = decision
        self.measure = measure
    }
}

extension AnswerComplaintV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.answer-complaint",
        kind: .command(route: .post("/v1/cases/{caseID}/complaints/{complaintID}/answer"), roles: [.complaintHandler]),
        topic: .complaintsComplaintCommands,
        title: Bilingual(zh: "答复投诉", en: "Answer a complaint"),
        schema: .object([
            .required("caseID", .uuid),
            .required("complaintID", .uuid),
            .required("validity", Wire.Validity.schema),
            .required("decision", .text),
            .optional("measure", .text),
        ])
    )

    package var key: String? { caseID.description }
}
