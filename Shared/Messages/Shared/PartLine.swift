/// So many pieces of one part.
package struct PartLine: Codable, Hashable, Sendable {
    package let sku: String
    package let quantity: Int

    package init(sku: String, quantity: Int) {
        self.sku = sku
        self.quantity = quantity
    }

    package static let schema = Schema.object([
        .required("sku", .sku),
        .required("quantity", .quantity),
    ])
}
