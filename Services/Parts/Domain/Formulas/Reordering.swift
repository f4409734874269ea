import Vocabulary

/// How much to order at a time, and when (FM-13; PA-17).
package struct Reordering: Hashable, Sendable {
    /// Pieces used in a year.
    package let yearlyDemand: Int

    package static let daysOfYear = 365

    /// - Parameter yearlyDemand: 0 to a thousand million pieces.
    package init(yearlyDemand: Int) throws(FormulaRefusal) {
        _ = try Fraction(Int64(yearlyDemand)).checked(Figure("年需求量", "the yearly demand"), in: Self.pieces)
        self.yearlyDemand = yearlyDemand
    }

    private static let pieces = Fraction.zero...Fraction(1_000_000_000)

    /// The lot with the least cost of ordering and holding, √(2·D·S ÷ H), rounded up to whole pieces.
    ///
    /// Found with whole numbers: the smallest lot whose square times H reaches 2·D·S.
    /// - Parameters:
    ///   - orderCost: of one order, whatever its size.
    ///   - yearlyHoldingCost: of one piece.
    package func economicLot(orderCost: Money, yearlyHoldingCost: Money) throws(FormulaRefusal) -> Int {
        let holdingName = Figure("单件年保管费", "the yearly holding cost of a piece")
        let ratio = try orderCost.checkedNotNegative(Figure("每次订货费", "the cost of an order"))
            .ratio(to: yearlyHoldingCost, holdingName)
        let demand = Int128(2) * Int128(yearlyDemand) * Int128(ratio.numerator)
        var low: Int128 = 0
        var high: Int128 = 1 << 50
        while low < high {
            let middle = (low + high) / 2
            let (product, isTooLarge) = (middle * middle).multipliedReportingOverflow(by: Int128(ratio.denominator))
            if isTooLarge || product >= demand { high = middle } else { low = middle + 1 }
        }
        return Int(low)
    }

    /// The stock at which to order: what is used until the goods arrive, and the safety stock, rounded up.
    package func reorderPoint(leadTimeInDays: Int, safetyStock: Int) throws(FormulaRefusal) -> Int {
        let days = try Fraction(Int64(leadTimeInDays)).checked(
            Figure("采购周期（天）", "the lead time in days"),
            in: .zero...Fraction(3650)
        )
        let safety = try Fraction(Int64(safetyStock)).checked(Figure("安全库存", "the safety stock"), in: Self.pieces)
        let daily = try Fraction(Int64(yearlyDemand), over: Int64(Self.daysOfYear))
        return Int((try daily * days + safety).rounded(.up))
    }
}
