import Vocabulary

/// What parts of the average pay are fixed and depend on performance (DI-60); together exactly one.
package struct PayFactors: Hashable, Sendable {
    package let base: Fraction
    package let performance: Fraction

    /// 0.6 and 0.4.
    package static let standard = PayFactors(
        checkedBase: Fraction(6, decimals: 1),
        performance: Fraction(4, decimals: 1)
    )

    /// - Parameter base: 0.5 to 0.8; the performance factor is the rest, so 0.5 to 0.2.
    package init(base: Fraction) throws(FormulaRefusal) {
        let base = try base.checked(
            Figure("基本工资系数", "the base factor"),
            in: Fraction(5, decimals: 1)...Fraction(8, decimals: 1)
        )
        self.init(checkedBase: base, performance: try .one - base)
    }

    private init(checkedBase base: Fraction, performance: Fraction) {
        self.base = base
        self.performance = performance
    }
}

/// The pay of one person for a month (FM-03, 实际工资).
package struct Pay: Hashable, Sendable {
    package let base: Money
    package let performance: Money
    package let total: Money

    /// What a person's KPI may be.
    package static let kpiRange = Fraction(5, decimals: 1)...Fraction(5)

    /// - Parameters:
    ///   - average: last month's average pay.
    ///   - kpi: 0.5 to 5; one is as agreed.
    package init(
        average: Money,
        kpi: Fraction,
        factors: PayFactors = .standard
    ) throws(FormulaRefusal) {
        let average = try average.checkedNotNegative(Figure("上月平均工资", "last month's average pay"))
        let kpi = try kpi.checked(Figure("绩效系数", "the KPI"), in: Self.kpiRange)
        base = try average.times(factors.base)
        performance = try average.times(factors.performance * kpi)
        total = try base + performance
    }
}

/// Whether a KPI scheme asks too much of people (FM-04; DI-61).
package enum SchemeCheck {
    /// From 80 % of the staff below one the scheme is unreasonable; the boundary counts.
    package static let standardThreshold = Threshold.atLeast(.percent(80))

    /// The share of staff with a KPI below one; when the threshold is met, the scheme must be corrected.
    package static func assess(
        kpis: [Fraction],
        threshold: Threshold = standardThreshold
    ) throws(FormulaRefusal) -> Assessment {
        let staff = Figure("员工数", "staff")
        let below = Figure("绩效低于 1 的员工数", "staff with a KPI below one")
        return Assessment(
            try .share(of: kpis.count { $0 < .one }, below, in: kpis.count, staff),
            against: threshold
        )
    }
}
