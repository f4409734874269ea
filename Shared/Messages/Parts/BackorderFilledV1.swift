import Vocabulary

/// New stock went to the reservation that had waited longest.
package struct BackorderFilledV1 {
    package let sku: String
    package let site: String
    package let quantity: Int
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    package let reservationID: ReservationID
    package let filledAt: Timestamp

    package init(
        sku: String,
        site: String,
        quantity: Int,
        caseID: CaseID,
        workOrderID: WorkOrderID,
        reservationID: ReservationID,
        filledAt: Timestamp
    ) {
        self.sku = sku
        self.site = site
        self.quantity = quantity
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.reservationID = reservationID
        self.filledAt = filledAt
    }
}

extension BackorderFilledV1: Message, CaseBound {
    package static let contract = Contract(
        "parts.backorder-filled",
        kind: .event,
        topic: .partsStockEvents,
        title: Bilingual(zh: "缺件已补足", en: "Backorder filled"),
        schema: .object([
            .required("sku", .sku),
            .required("site", .site),
            .required("quantity", .quantity),
            .required("caseID", .uuid),
            .required("workOrderID", .uuid),
            .required("reservationID", .uuid),
            .required("filledAt", .time),
        ])
    )

    package var key: String? { "\(sku)@\(site)" }
}
