import Vocabulary

/// The customer did not accept the answer; the work goes on.
package struct ComplaintReopenedV1 {
    package let caseID: CaseID
    package let complaintID: ComplaintID
    package let owner: String
    package let note: Personal<String>?
    package let reopenedAt: Timestamp
    package let handlingDue: Timestamp

    package init(
        caseID: CaseID,
        complaintID: ComplaintID,
        owner: String,
        note: Personal<String>? = nil,
        reopenedAt: Timestamp,
        handlingDue: Timestamp
    ) {
        self.caseID = caseID
        self.complaintID = complaintID
        self.owner = owner
        self.note = note
        self.reopenedAt = reopenedAt
        self.handlingDue = handlingDue
    }
}

extension ComplaintReopenedV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.complaint-reopened",
        kind: .event,
        topic: .complaintsComplaintEvents,
        title: Bilingual(zh: "投诉继续处理", en: "Complaint reopened"),
        schema: .object([
            .required("caseID", .uuid),
            .required("complaintID", .uuid),
            .required("owner", .line),
            .optional("note", .text, personal: true),
            .required("reopenedAt", .time),
            .required("handlingDue", .time),
        ])
    )

    package var key: String? { caseID.description }
}
