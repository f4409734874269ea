/// An amount in minor units of one currency (fen, cent).
package struct Money: Hashable, Sendable, Codable {
    package let minorUnits: Int64
    /// ISO 4217 code.
    package let currency: String

    package init(minorUnits: Int64, currency: String) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// `nil` when the currencies differ or the sum does not fit.
    package func adding(_ other: Money) -> Money? {
        let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
        return currency == other.currency && !overflow ? Money(minorUnits: sum, currency: currency) : nil
    }
}

/// A count of something in a unit; three decimals are kept, as thousandths.
package struct Quantity: Hashable, Sendable, Codable {
    package let thousandths: Int64
    /// UN/ECE Recommendation 20 code, such as `C62` (piece) or `KGM`.
    package let unit: String

    package init(thousandths: Int64, unit: String) {
        self.thousandths = thousandths
        self.unit = unit
    }

    package static func pieces(_ count: Int64) -> Quantity {
        Quantity(thousandths: count * 1000, unit: "C62")
    }
}
