import Vocabulary

/// Shapes that several contracts share.
extension Schema {
    /// What a customer tells, at length.
    static let story = Schema.string(minimum: 1, maximum: 4000)
    /// A whole message to a customer.
    static let letter = Schema.string(minimum: 1, maximum: 20_000)
    static let code = Schema.string(minimum: 1, maximum: 64)
    static let sku = Schema.string(minimum: 1, maximum: 64)
    static let site = Schema.string(minimum: 1, maximum: 64)
    /// Written `sku@site`.
    static let stockLine = Schema.string(minimum: 3, maximum: 129)
    static let region = Schema.string(minimum: 1, maximum: 64)
    static let category = Schema.string(minimum: 1, maximum: 100)
    static let phone = Schema.string(minimum: 3, maximum: 40)
    static let email = Schema.string(minimum: 3, maximum: 254)
    /// Written `AS-20261121-000042`.
    static let caseNumber = Schema.string(minimum: 18, maximum: 32)

    static let count = Schema.integer(0...1_000_000_000)
    static let quantity = Schema.integer(1...1_000_000)
    static let ordinal = Schema.integer(1...1_000_000)
    static let points = Schema.integer(0...100)
    static let score = Schema.number(0...100)
    /// Counts the changes of one thing.
    static let revision = Schema.integer(0...Int64.max)

    static let partLines = Schema.lines(of: PartLine.schema)

    static func lines(of element: Schema) -> Schema { .array(of: element, maximum: 100) }
}

extension Money {
    package static let schema = Schema.object([
        .required("minorUnits", .integer(0...1_000_000_000_000)),
        .required("currency", .string(minimum: 3, maximum: 3)),
    ])
}
