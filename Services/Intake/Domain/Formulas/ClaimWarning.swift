import Vocabulary

/// What a customer's claims cost against what the customer brings in (FM-31, 赔付率; IN-08).
///
/// A warning is shown at registration; it never holds up a case of safety.
package struct ClaimWarning: Hashable, Sendable {
    /// Claim cost over revenue, held against its threshold.
    package let ratio: Assessment
    /// Claims inside the window that ends with today.
    package let claimsInWindow: Int
    package let isMultipleClaimant: Bool

    package var isHighRatio: Bool { ratio.isMet }

    /// When a customer gets on the warning lists.
    package struct Limits: Hashable, Sendable {
        package let ratio: Threshold
        package let claims: Int
        package let windowMonths: Int

        /// From 70 % and from 3 claims in 12 months; both boundaries count.
        package static let standard = Limits(
            ratio: .atLeast(.percent(70)),
            checkedClaims: 3,
            windowMonths: 12
        )

        /// - Parameters:
        ///   - claims: at least one.
        ///   - windowMonths: 1 to 1200.
        package init(ratio: Threshold, claims: Int, windowMonths: Int) throws(FormulaRefusal) {
            guard claims > 0 else { throw .zero(Figure("索赔次数限值", "the limit of claims")) }
            guard (1...1200).contains(windowMonths) else {
                throw .outside(Figure("统计月数", "the window in months"), from: .one, to: Fraction(1200))
            }
            self.init(ratio: ratio, checkedClaims: claims, windowMonths: windowMonths)
        }

        private init(ratio: Threshold, checkedClaims claims: Int, windowMonths: Int) {
            self.ratio = ratio
            self.claims = claims
            self.windowMonths = windowMonths
        }
    }

    /// - Parameter claimDates: the day of each claim; those after today do not count.
    package init(
        claimCost: Money,
        revenue: Money,
        claimDates: [CalendarDate],
        today: CalendarDate,
        limits: Limits = .standard
    ) throws(FormulaRefusal) {
        let cost = try claimCost.checkedNotNegative(Figure("赔付金额", "the claim cost"))
        ratio = Assessment(try cost.ratio(to: revenue, Figure("收入", "the revenue")), against: limits.ratio)
        let windowStart = today.adding(months: -limits.windowMonths)
        claimsInWindow = claimDates.count { windowStart < $0 && $0 <= today }
        isMultipleClaimant = claimsInWindow >= limits.claims
    }
}
