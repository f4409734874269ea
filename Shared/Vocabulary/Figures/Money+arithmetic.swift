extension Money {
    package static func zero(_ currency: String) -> Money {
        Money(minorUnits: 0, currency: currency)
    }

    package static func + (left: Money, right: Money) throws(FormulaRefusal) -> Money {
        let (sum, isTooLarge) = left.minorUnits.addingReportingOverflow(right.minorUnits)
        return try left.checked(sum, isTooLarge, like: right)
    }

    package static func - (left: Money, right: Money) throws(FormulaRefusal) -> Money {
        let (rest, isTooLarge) = left.minorUnits.subtractingReportingOverflow(right.minorUnits)
        return try left.checked(rest, isTooLarge, like: right)
    }

    private func checked(_ result: Int64, _ isTooLarge: Bool, like other: Money) throws(FormulaRefusal) -> Money {
        guard currency == other.currency else { throw .differentCurrencies(currency, other.currency) }
        guard !isTooLarge else { throw .tooLarge }
        return Money(minorUnits: result, currency: currency)
    }

    /// The amount times a factor, to the nearest minor unit unless another rule is named.
    package func times(_ factor: Fraction, _ rounding: Rounding = .half) throws(FormulaRefusal) -> Money {
        let product = try Fraction(minorUnits) * factor
        return Money(minorUnits: product.rounded(rounding), currency: currency)
    }

    /// The sum of at least one amount.
    package static func sum(of amounts: [Money], _ name: Figure) throws(FormulaRefusal) -> Money {
        guard var total = amounts.first else { throw .nothingGiven(name) }
        for amount in amounts.dropFirst() { total = try total + amount }
        return total
    }

    /// This amount over another of the same currency, exact.
    package func ratio(to base: Money, _ baseName: Figure) throws(FormulaRefusal) -> Fraction {
        guard currency == base.currency else { throw .differentCurrencies(currency, base.currency) }
        guard base.minorUnits >= 0 else { throw .negative(baseName) }
        guard base.minorUnits > 0 else { throw .zero(baseName) }
        return try Fraction(minorUnits, over: base.minorUnits)
    }

    /// The amount itself, unless it is below zero.
    package func checkedNotNegative(_ name: Figure) throws(FormulaRefusal) -> Money {
        guard minorUnits >= 0 else { throw .negative(name) }
        return self
    }
}
