/// The thing that is serviced, as far as the customer can name it.
package struct Product: Codable, Hashable, Sendable {
    package let category: String
    package let brand: String?
    package let model: String?
    package let serialNumber: String?

    package init(category: String, brand: String? = nil, model: String? = nil, serialNumber: String? = nil) {
        self.category = category
        self.brand = brand
        self.model = model
        self.serialNumber = serialNumber
    }

    package static let schema = Schema.object([
        .required("category", .category),
        .optional("brand", .line),
        .optional("model", .line),
        .optional("serialNumber", .line),
    ])
}
