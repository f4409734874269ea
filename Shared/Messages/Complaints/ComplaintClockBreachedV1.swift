import Vocabulary

/// A promise of time was not kept (CO-13).
package struct ComplaintClockBreachedV1 {
    package let caseID: CaseID
    package let complaintID: ComplaintID
    package let clock: Wire.ComplaintClock
    package let dueAt: Timestamp
    package let breachedAt: Timestamp

    package init(
        caseID: CaseID,
        complaintID: ComplaintID,
        clock: Wire.ComplaintClock,
        dueAt: Timestamp,
        breachedAt: Timestamp
    ) {
        self.caseID = caseID
        self.complaintID = complaintID
        self.clock = clock
        self.dueAt = dueAt
        self.breachedAt = breachedAt
    }
}

extension ComplaintClockBreachedV1: Message, CaseBound {
    package static let contract = Contract(
        "complaints.complaint-clock-breached",
        kind: .event,
        topic: .complaintsComplaintEvents,
        title: Bilingual(zh: "投诉处理超期", en: "Complaint clock breached"),
        schema: .object([
            .required("caseID", .uuid),
            .required("complaintID", .uuid),
            .required("clock", Wire.ComplaintClock.schema),
            .required("dueAt", .time),
            .required("breachedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
