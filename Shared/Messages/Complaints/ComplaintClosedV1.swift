import Vocabulary

/// The customer accepted the answer.
package struct ComplaintClosedV1 {
    package let caseID: CaseID
    package let complaintID: ComplaintID
    package let validity: Wire.Validity
    package let note: Personal<String>?
    package let closedAt: Timestamp

    package init(
        caseID: CaseID,
        complaintID: ComplaintID,
        validity: Wire.Validity,
        note: Personal<String>? = nil,
        closedAt: Timestamp
    ) {
        self.caseID = caseID
        self.complaintID = complaintID
        self.validity = validity
        self.note = note
        self.closedAt = closedAt
    }
}

extension ComplaintClosedV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.complaint-closed",
        kind: .event,
        topic: .complaintsComplaintEvents,
        title: Bilingual(zh: "投诉已结案", en: "Complaint closed"),
        schema: .object([
            .required("caseID", .uuid),
            .required("complaintID", .uuid),
            .required("validity", Wire.Validity.schema),
            .optional("note", .text, personal: true),
            .required("closedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
