import Vocabulary

/// One part in one store.
package struct StockLineStateV1 {
    /// Written `sku@site`.
    package let id: String
    package let status: Wire.StockStatus
    package let sku: String
    package let site: String
    package let onHand: Int
    package let reserved: Int
    /// On hand and not reserved.
    package let available: Int
    /// All that ever came in and went out: received = on hand + issued.
    package let received: Int
    package let issued: Int
    /// Waited for by reservations.
    package let backordered: Int
    /// The first of those who wait.
    package let backorders: [Backorder]
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: String,
        status: Wire.StockStatus,
        sku: String,
        site: String,
        onHand: Int,
        reserved: Int,
        available: Int,
        received: Int,
        issued: Int,
        backordered: Int,
        backorders: [Backorder],
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.status = status
        self.sku = sku
        self.site = site
        self.onHand = onHand
        self.reserved = reserved
        self.available = available
        self.received = received
        self.issued = issued
        self.backordered = backordered
        self.backorders = backorders
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension StockLineStateV1: Message {
    package static let contract = Contract(
        "parts.stock-line",
        kind: .state(collection: "stock", filters: ["status", "sku", "site"]),
        topic: .partsStockState,
        title: Bilingual(zh: "库存", en: "Stock line"),
        schema: .object([
            .required("id", .stockLine),
            .required("status", Wire.StockStatus.schema),
            .required("sku", .sku),
            .required("site", .site),
            .required("onHand", .count),
            .required("reserved", .count),
            .required("available", .count),
            .required("received", .count),
            .required("issued", .count),
            .required("backordered", .count),
            .required("backorders", .array(of: Backorder.schema, maximum: 100)),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id }
}
