import Vocabulary

/// Every part of the reservation is there.
package struct PartsReservedV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let reservationID: ReservationID
    package let site: String
    package let lines: [PartLine]
    package let reservedAt: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        reservationID: ReservationID,
        site: String,
        lines: [PartLine],
        reservedAt: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.reservationID = reservationID
        self.site = site
        self.lines = lines
        self.reservedAt = reservedAt
    }
}

extension PartsReservedV1: Message, CaseBound {
    package static let contract = Contract(
        "parts.parts-reserved",
        kind: .event,
        topic: .partsReservationEvents,
        title: Bilingual(zh: "配件已预留", en: "Parts reserved"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("reservationID", .uuid),
            .required("site", .site),
            .required("lines", .partLines),
            .required("reservedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
