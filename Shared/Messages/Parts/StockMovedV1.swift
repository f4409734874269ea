import Vocabulary

/// One entry of the stock ledger and the balance after it.
package struct StockMovedV1 {
    package let sku: String
    package let site: String
    package let movement: Wire.StockMovement
    package let quantity: Int
    package let onHand: Int
    package let reserved: Int
    /// Delivery note, or the reservation or work order it was for.
    package let document: String
    package let caseID: CaseID?
    package let movedAt: Timestamp

    package init(
        sku: String,
        site: String,
        movement: Wire.StockMovement,
        quantity: Int,
        onHand: Int,
        reserved: Int,
        document: String,
        caseID: CaseID? = nil,
        movedAt: Timestamp
    ) {
        self.sku = sku
        self.site = site
        self.movement = movement
        self.quantity = quantity
        self.onHand = onHand
        self.reserved = reserved
        self.document = document
        self.caseID = caseID
        self.movedAt = movedAt
    }
}

extension StockMovedV1: Message {
    package static let contract = Contract(
        "parts.stock-moved",
        kind: .event,
        topic: .partsStockEvents,
        title: Bilingual(zh: "库存变动", en: "Stock moved"),
        schema: .object([
            .required("sku", .sku),
            .required("site", .site),
            .required("movement", Wire.StockMovement.schema),
            .required("quantity", .quantity),
            .required("onHand", .count),
            .required("reserved", .count),
            .required("document", .line),
            .optional("caseID", .uuid),
            .required("movedAt", .time),
        ])
    )

    package var key: String? { "\(sku)@\(site)" }
}
