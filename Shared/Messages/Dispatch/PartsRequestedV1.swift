import Vocabulary

/// A work order needs parts from the store of its region.
package struct PartsRequestedV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let reservationID: ReservationID
    package let site: String
    package let lines: [PartLine]
    package let requestedAt: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        reservationID: ReservationID,
        site: String,
        lines: [PartLine],
        requestedAt: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.reservationID = reservationID
        self.site = site
        self.lines = lines
        self.requestedAt = requestedAt
    }
}

extension PartsRequestedV1: Message, CaseBound {
    package static let contract = Contract(
        "dispatch.parts-requested",
        kind: .event,
        topic: .dispatchWorkOrderEvents,
        title: Bilingual(zh: "配件需求已提出", en: "Parts requested"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("reservationID", .uuid),
            .required("site", .site),
            .required("lines", .partLines),
            .required("requestedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
