import Vocabulary

/// The customer knows what was found and decided.
package struct ComplaintAnsweredV1 {
    package let caseID: CaseID
    package let complaintID: ComplaintID
    package let validity: Wire.Validity
    package let decision: String
    package let measure: String?
    package let owner: String
    package let answeredAt: Timestamp

    package init(
        caseID: CaseID,
        complaintID: ComplaintID,
        validity: Wire.Validity,
        decision: String,
        measure: String? = nil,
        owner: String,
        answeredAt: Timestamp
    ) {
        self.caseID = caseID
        self.complaintID = complaintID
        self.validity = validity
        self.decision = decision
        self.measure = measure
        self.owner = owner
        self.answeredAt = answeredAt
    }
}

extension ComplaintAnsweredV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.complaint-answered",
        kind: .event,
        topic: .complaintsComplaintEvents,
        title: Bilingual(zh: "投诉已答复", en: "Complaint answered"),
        schema: .object([
            .required("caseID", .uuid),
            .required("complaintID", .uuid),
            .required("validity", Wire.Validity.schema),
            .required("decision", .text),
            .optional("measure", .text),
            .required("owner", .line),
            .required("answeredAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
