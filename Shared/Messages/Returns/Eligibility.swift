/// Whether the customer has a right to return the goods, and why.
package struct Eligibility: Codable, Hashable, Sendable {
    package let isEligible: Bool
    package let reason: Wire.EntitlementReason

    package init(isEligible: Bool, reason: Wire.EntitlementReason) {
        self.isEligible = isEligible
        self.reason = reason
    }

    package static let schema = Schema.object([
        .required("isEligible", .boolean),
        .required("reason", Wire.EntitlementReason.schema),
    ])
}
