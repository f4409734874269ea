import Vocabulary

/// Signs that an outlet claims more under guarantee than it should (FM-30; DI-07): each sends it to the audit list.
package struct OutletClaimRisk: Hashable, Sendable {
    package enum Flag: String, Hashable, CaseIterable, Sendable {
        /// Far above the other outlets of the region.
        case aboveRegion
        /// Far above what the same outlet used to claim.
        case aboveHistory
        /// The outlet's claims and the factory's defects move in different directions.
        case againstFactoryTrend
    }

    /// Claim rates of an outlet, its region and the factory, all in the same unit.
    package struct Rates: Hashable, Sendable {
        package let outlet: Fraction
        package let outletHistory: Fraction
        package let regionMean: Fraction
        package let regionDeviation: Fraction
        package let factoryBefore: Fraction
        package let factoryNow: Fraction

        /// - Parameters:
        ///   - outletHistory: the outlet's own mean of earlier periods.
        ///   - regionDeviation: the standard deviation among the outlets of the region.
        ///   - factoryBefore: the factory's defect rate of the earlier periods.
        package init(
            outlet: Fraction,
            outletHistory: Fraction,
            regionMean: Fraction,
            regionDeviation: Fraction,
            factoryBefore: Fraction,
            factoryNow: Fraction
        ) {
            self.outlet = outlet
            self.outletHistory = outletHistory
            self.regionMean = regionMean
            self.regionDeviation = regionDeviation
            self.factoryBefore = factoryBefore
            self.factoryNow = factoryNow
        }
    }

    /// From when a sign counts.
    package struct Limits: Hashable, Sendable {
        package let deviations: Threshold
        package let historyGrowth: Threshold

        /// Two standard deviations and half as much again; both boundaries count.
        package static let standard = Limits(
            deviations: .atLeast(Fraction(2)),
            historyGrowth: .atLeast(.percent(50))
        )

        package init(deviations: Threshold, historyGrowth: Threshold) {
            self.deviations = deviations
            self.historyGrowth = historyGrowth
        }
    }

    /// Standard deviations above the region's mean (z).
    package let deviations: Fraction
    /// Growth against the own mean: 0.5 is half as much again.
    package let historyGrowth: Fraction
    package let factoryGrowth: Fraction
    package let flags: Set<Flag>

    package init(_ rates: Rates, limits: Limits = .standard) throws(FormulaRefusal) {
        for rate in [rates.outlet, rates.regionMean, rates.factoryNow] {
            _ = try rate.checkedNotNegative(Figure("索赔率或缺陷率", "a claim or defect rate"))
        }
        deviations =
            try (rates.outlet - rates.regionMean)
            / Self.divisor(rates.regionDeviation, Figure("区域标准差", "the region's standard deviation"))
        historyGrowth = try Self.growth(
            from: rates.outletHistory,
            to: rates.outlet,
            Figure("网点历史平均", "the outlet's own mean")
        )
        factoryGrowth = try Self.growth(
            from: rates.factoryBefore,
            to: rates.factoryNow,
            Figure("工厂历史缺陷率", "the factory's earlier defect rate")
        )
        var flags: Set<Flag> = []
        if limits.deviations.isMet(by: deviations) { flags.insert(.aboveRegion) }
        if limits.historyGrowth.isMet(by: historyGrowth) { flags.insert(.aboveHistory) }
        if Self.direction(historyGrowth) != Self.direction(factoryGrowth) { flags.insert(.againstFactoryTrend) }
        self.flags = flags
    }

    private static func growth(from: Fraction, to: Fraction, _ name: Figure) throws(FormulaRefusal) -> Fraction {
        try to / divisor(from, name) - .one
    }

    private static func divisor(_ value: Fraction, _ name: Figure) throws(FormulaRefusal) -> Fraction {
        guard try value.checkedNotNegative(name) > .zero else { throw .zero(name) }
        return value
    }

    private static func direction(_ growth: Fraction) -> Int {
        growth > .zero ? 1 : growth < .zero ? -1 : 0
    }
}
