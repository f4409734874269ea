import Vocabulary

/// Somebody has taken the complaint on.
package struct ComplaintAcknowledgedV1 {
    package let caseID: CaseID
    package let complaintID: ComplaintID
    package let owner: String
    package let note: Personal<String>?
    package let acknowledgedAt: Timestamp

    package init(
        caseID: CaseID,
        complaintID: ComplaintID,
        owner: String,
        note: Personal<String>? = nil,
        acknowledgedAt: Timestamp
    ) {
        self.caseID = caseID
        self.complaintID = complaintID
        self.owner = owner
        self.note = note
        self.acknowledgedAt = acknowledgedAt
    }
}

extension ComplaintAcknowledgedV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.complaint-acknowledged",
        kind: .event,
        topic: .complaintsComplaintEvents,
        title: Bilingual(zh: "投诉已受理", en: "Complaint acknowledged"),
        schema: .object([
            .required("caseID", .uuid),
            .required("complaintID", .uuid),
            .required("owner", .line),
            .optional("note", .text, personal: true),
            .required("acknowledgedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
