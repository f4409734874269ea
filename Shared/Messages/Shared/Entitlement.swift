import Vocabulary

/// Who pays, and why (IN-34).
package struct Entitlement: Codable, Hashable, Sendable {
    package let decision: Wire.EntitlementDecision
    package let reason: Wire.EntitlementReason
    /// Last day of the guarantee.
    package let guaranteeEnd: CalendarDate?

    package init(
        decision: Wire.EntitlementDecision,
        reason: Wire.EntitlementReason,
        guaranteeEnd: CalendarDate? = nil
    ) {
        self.decision = decision
        self.reason = reason
        self.guaranteeEnd = guaranteeEnd
    }

    package static let schema = Schema.object([
        .required("decision", Wire.EntitlementDecision.schema),
        .required("reason", Wire.EntitlementReason.schema),
        .optional("guaranteeEnd", .date),
    ])
}
