import Vocabulary

/// No technician was found; the search goes on.
package struct VisitNotPlannableV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let reason: Wire.NotPlannableReason
    package let region: String
    package let category: String
    /// Searches in vain so far.
    package let attempt: Int
    package let nextAttemptAt: Timestamp?
    package let at: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        reason: Wire.NotPlannableReason,
        region: String,
        category: String,
        attempt: Int,
        nextAttemptAt: Timestamp? = nil,
        at: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.reason = reason
        self.region = region
        self.category = category
        self.attempt = attempt
        self.nextAttemptAt = nextAttemptAt
        self.at = at
    }
}

extension VisitNotPlannableV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.visit-not-plannable",
        kind: .event,
        topic: .dispatchWorkOrderEvents,
        title: Bilingual(zh: "暂时无法安排上门", en: "Visit not plannable"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("reason", Wire.NotPlannableReason.schema),
            .required("region", .region),
            .required("category", .category),
            .required("attempt", .ordinal),
            .optional("nextAttemptAt", .time),
            .required("at", .time),
        ])
    )

    package var key: String? { caseID.description }
}
