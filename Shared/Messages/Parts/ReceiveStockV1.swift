import Vocabulary

/// Parts have come in; whoever has waited longest is served first.
package struct ReceiveStockV1 {
    package let sku: String
    package let site: String
    package let quantity: Int
    /// Number of the delivery note.
    package let document: String

    package init(sku: String, site: String, quantity: Int, document: String) {
        self.sku = sku
        self.site = site
        self.quantity = quantity
        self.document = document
    }
}

extension ReceiveStockV1: Message {
    package static let contract = Contract(
        "parts.receive-stock",
        kind: .command(route: .post("/v1/stock-receipts"), roles: [.partsClerk]),
        topic: .partsStockCommands,
        title: Bilingual(zh: "配件入库", en: "Receive stock"),
        schema: .object([
            .required("sku", .sku),
            .required("site", .site),
            .required("quantity", .quantity),
            .required("document", .line),
        ])
    )

    package var key: String? { "\(sku)@\(site)" }
}
