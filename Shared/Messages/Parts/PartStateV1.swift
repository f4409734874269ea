import Vocabulary

/// One entry of the parts catalogue.
package struct PartStateV1 {
    /// The sku.
    package let id: String
    package let status: Wire.PartStatus
    package let sku: String
    package let name: String
    package let category: String
    package let version: Int64
    package let updatedAt: Timestamp

    package init(
        id: String,
        status: Wire.PartStatus,
        sku: String,
        name: String,
        category: String,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.status = status
        self.sku = sku
        self.name = name
        self.category = category
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension PartStateV1: Message {
    package static let contract = Contract(
        "parts.part",
        kind: .state(collection: "parts", filters: ["status", "category"]),
        topic: .partsPartState,
        title: Bilingual(zh: "配件", en: "Part"),
        schema: .object([
            .required("id", .sku),
            .required("status", Wire.PartStatus.schema),
            .required("sku", .sku),
            .required("name", .line),
            .required("category", .category),
            .required("version", .revision),
            .required("updatedAt", .time),
        ])
    )

    package var key: String? { id }
}
