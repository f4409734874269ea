/// One part of a reservation and how much of it is there.
package struct ReservationLine: Codable, Hashable, Sendable {
    package let sku: String
    package let quantity: Int
    package let reserved: Int

    package init(sku: String, quantity: Int, reserved: Int) {
        self.sku = sku
        self.quantity = quantity
        self.reserved = reserved
    }

    package static let schema = Schema.object([
        .required("sku", .sku),
        .required("quantity", .quantity),
        .required("reserved", .count),
    ])
}
