import Vocabulary

/// Who let the goods come back, or did not, and why.
package struct ReturnDecision: Codable, Equatable, Sendable {
    package let reason: String
    /// `nil` when the rules decided, not a person.
    package let decidedBy: String?
    package let at: Timestamp

    package init(reason: String, decidedBy: String?, at: Timestamp) {
        self.reason = reason
        self.decidedBy = decidedBy
        self.at = at
    }
}

/// The goods as they came in (RE-10).
package struct GoodsReceipt: Codable, Equatable, Sendable {
    package let condition: String
    package let serialNumber: String?
    package let at: Timestamp

    package init(condition: String, serialNumber: String?, at: Timestamp) {
        self.condition = condition
        self.serialNumber = serialNumber
        self.at = at
    }
}

/// What becomes of returned goods (RE-12).
package enum Disposition: String, Codable, CaseIterable, Sendable {
    case restock
    case repair
    case refurbish
    case dismantle
    case returnToVendor = "return-to-vendor"
    case recycle
    case scrap
}

/// The verdict of the inspection.
package struct GoodsDisposal: Codable, Equatable, Sendable {
    package let disposition: Disposition
    package let finding: String
    package let at: Timestamp

    package init(disposition: Disposition, finding: String, at: Timestamp) {
        self.disposition = disposition
        self.finding = finding
        self.at = at
    }
}

/// What the customer gets (RE-08, RE-09).
package enum Settlement: Codable, Equatable, Sendable {
    case exchange(replacementSerialNumber: String?)
    case refund(amount: Money, paymentReference: String?)
}

package struct SettledReturn: Codable, Equatable, Sendable {
    package let settlement: Settlement
    package let at: Timestamp

    package init(settlement: Settlement, at: Timestamp) {
        self.settlement = settlement
        self.at = at
    }
}

extension Settlement {
    /// A refund names its amount, above zero (RE-09).
    package static func refund(of amount: Money?, paymentReference: String?) throws(ReturnRefusal) -> Settlement {
        guard let amount, amount.minorUnits > 0 else { throw .amountMissing }
        return .refund(amount: amount, paymentReference: paymentReference)
    }

    package var refund: Money? {
        guard case .refund(let amount, _) = self else { return nil }
        return amount
    }

    package var paymentReference: String? {
        guard case .refund(_, let reference) = self else { return nil }
        return reference
    }

    package var replacementSerialNumber: String? {
        guard case .exchange(let serialNumber) = self else { return nil }
        return serialNumber
    }
}
