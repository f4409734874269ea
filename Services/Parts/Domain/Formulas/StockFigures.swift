import Vocabulary

/// How old the stock is, by value (FM-09, 账龄; PA-14).
package struct StockAgeing: Hashable, Sendable {
    /// Stock of one age.
    package struct Lot: Hashable, Sendable {
        package let value: Money
        package let ageInDays: Int

        package init(value: Money, ageInDays: Int) {
            self.value = value
            self.ageInDays = ageInDays
        }
    }

    /// The value that is young enough over the whole value, held against its threshold.
    package let youngShare: Assessment

    /// Three months.
    package static let standardHorizonInDays = 90
    /// At least 80 %; the boundary counts.
    package static let standardThreshold = Threshold.atLeast(.percent(80))

    /// - Parameter horizonInDays: the last day on which stock still counts as young.
    package init(
        _ lots: [Lot],
        horizonInDays: Int = standardHorizonInDays,
        threshold: Threshold = standardThreshold
    ) throws(FormulaRefusal) {
        let name = Figure("库存金额", "the stock value")
        for lot in lots {
            _ = try lot.value.checkedNotNegative(name)
            guard lot.ageInDays >= 0 else { throw .negative(Figure("库龄", "the age in days")) }
        }
        let total = try Money.sum(of: lots.map(\.value), name)
        var young = Money.zero(total.currency)
        for lot in lots where lot.ageInDays <= horizonInDays { young = try young + lot.value }
        youngShare = Assessment(try young.ratio(to: total, name), against: threshold)
    }
}

/// Figures of the parts stock as a whole.
package enum StockFigures {
    /// How often the stock is used up in a year (FM-10, 周转率; PA-13).
    package static func turnover(yearlyIssues: Money, meanStock: Money) throws(FormulaRefusal) -> Fraction {
        try yearlyIssues.checkedNotNegative(Figure("年领用额", "the yearly issues"))
            .ratio(to: meanStock, Figure("平均库存", "the mean stock"))
    }

    /// Parts of class B are bought one for one with the plan, less what lies free (FM-11, 1:1定额; PA-15).
    ///
    /// Nothing is bought when enough lies free.
    package static func classBPurchase(plannedReplacements: Int, free: Int) throws(FormulaRefusal) -> Int {
        guard plannedReplacements >= 0 else { throw .negative(Figure("计划更换数", "the planned replacements")) }
        guard free >= 0 else { throw .negative(Figure("可用库存", "the free stock")) }
        return max(0, plannedReplacements - free)
    }

    /// What it costs to have stock, to order it and to lack it (FM-12, 保管+订货+缺货; PA-16).
    package static func stockCost(holding: Money, ordering: Money, shortage: Money) throws(FormulaRefusal) -> Money {
        try holding.checkedNotNegative(Figure("保管费", "the holding cost"))
            + ordering.checkedNotNegative(Figure("订货费", "the ordering cost"))
            + shortage.checkedNotNegative(Figure("缺货损失", "the shortage cost"))
    }
}
