import Vocabulary

/// What was reserved is free for others again.
package struct PartsReleasedV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let reservationID: ReservationID
    package let site: String
    package let lines: [PartLine]
    package let releasedAt: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        reservationID: ReservationID,
        site: String,
        lines: [PartLine],
        releasedAt: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.reservationID = reservationID
        self.site = site
        self.lines = lines
        self.releasedAt = releasedAt
    }
}

extension PartsReleasedV1: Message, CaseBound {
    package static let contract = Contract(
        "parts.parts-released",
        kind: .event,
        topic: .partsReservationEvents,
        title: Bilingual(zh: "预留配件已释放", en: "Parts released"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("reservationID", .uuid),
            .required("site", .site),
            .required("lines", .partLines),
            .required("releasedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
