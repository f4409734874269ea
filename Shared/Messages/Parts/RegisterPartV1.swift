import Vocabulary

/// Adds a part to the catalogue or corrects it.
package struct RegisterPartV1 {
    package let sku: String
    package let name: String
    package let category: String

    package init(sku: String, name: String, category: String) {
        self.sku = sku
        self.name = name
        self.category = category
    }
}

extension RegisterPartV1: Message {
    package static let contract = Contract(
        "parts.register-part",
        kind: .command(route: .post("/v1/parts"), roles: [.partsClerk]),
        topic: .partsPartCommands,
        title: Bilingual(zh: "登记配件", en: "Register a part"),
        schema: .object([
            .required("sku", .sku),
            .required("name", .line),
            .required("category", .category),
        ])
    )

    package var key: String? { sku }
}
