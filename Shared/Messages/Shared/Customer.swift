import Vocabulary

/// Who the service is for, and how to reach them.
package struct Customer: Codable, Hashable, Sendable {
    package let name: Personal<String>
    package let phone: Personal<String>?
    package let email: Personal<String>?
    /// What the customer is written to in.
    package let language: Wire.Language

    package init(
        name: Personal<String>,
        phone: Personal<String>? = nil,
        email: Personal<String>? = nil,
        language: Wire.Language
    ) {
        self.name = name
        self.phone = phone
        self.email = email
        self.language = language
    }

    package static let schema = Schema.object([
        .required("name", .line, personal: true, contact: .name),
        .optional("phone", .phone, personal: true, contact: .phone),
        .optional("email", .email, personal: true, contact: .email),
        .required("language", Wire.Language.schema),
    ])
}
