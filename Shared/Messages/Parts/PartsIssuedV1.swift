import Vocabulary

/// Parts left the store for a finished repair.
package struct PartsIssuedV1 {
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let reservationID: ReservationID?
    package let site: String
    package let lines: [PartLine]
    package let issuedAt: Timestamp

    package init(
        caseID: CaseID,
        workOrderID: WorkOrderID,
        reservationID: ReservationID? = nil,
        site: String,
        lines: [PartLine],
        issuedAt: Timestamp
    ) {
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.reservationID = reservationID
        self.site = site
        self.lines = lines
        self.issuedAt = issuedAt
    }
}

extension PartsIssuedV1: Message, CaseBound {
    package static let contract = Contract(
        "parts.parts-issued",
        kind: .event,
        topic: .partsReservationEvents,
        title: Bilingual(zh: "配件已出库", en: "Parts issued"),
        schema: .object([
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .optional("reservationID", .uuid),
            .required("site", .site),
            .required("lines", .partLines),
            .required("issuedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
