import Vocabulary

/// The customer's word on the answer; not accepted means further work.
package struct CloseComplaintV1 {
    package let caseID: CaseID
    package let complaintID: ComplaintID
    package let customerAccepts: Bool
    package let note: Personal<String>?

    package init(caseID: CaseID, complaintID: ComplaintID, customerAccepts: Bool, note: Personal<String>? = nil) {
        self.caseID = caseID
        self.complaintID = complaintID
        self.customerAccepts = customerAccepts
        self.note = note
    }
}

extension CloseComplaintV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.close-complaint",
        kind: .command(
            route: .post("/v1/cases/{caseID}/complaints/{complaintID}/closure"),
            roles: [.complaintHandler, .agent]
        ),
        topic: .complaintsComplaintCommands,
        title: Bilingual(zh: "投诉结案", en: "Close a complaint"),
        schema: .object([
            .required("caseID", .uuid),
            .required("complaintID", .uuid),
            .required("customerAccepts", .boolean),
            .optional("note", .text, personal: true),
        ])
    )

    package var key: String? { caseID.description }
}
