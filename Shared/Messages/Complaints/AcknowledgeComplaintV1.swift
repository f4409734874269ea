import Vocabulary

/// Somebody takes the complaint on and tells the customer so.
package struct AcknowledgeComplaintV1 {
    package let caseID: CaseID
    package let complaintID: ComplaintID
    package let owner: String
    package let note: Personal<String>?

    package init(caseID: CaseID, complaintID: ComplaintID, owner: String, note: Personal<String>? = nil) {
        self.caseID = caseID
        self.complaintID = complaintID
        self.owner = owner
        self.note = note
    }
}

extension AcknowledgeComplaintV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.acknowledge-complaint",
        kind: .command(
            route: .post("/v1/cases/{caseID}/complaints/{complaintID}/acknowledgement"),
            roles: [.complaintHandler]
        ),
        topic: .complaintsComplaintCommands,
        title: Bilingual(zh: "确认受理投诉", en: "Acknowledge a complaint"),
        schema: .object([
            .required("caseID", .uuid),
            .required("complaintID", .uuid),
            .required("owner", .line),
            .optional("note", .text, personal: true),
        ])
    )

    package var key: String? { caseID.description }
}
