import Vocabulary

/// A satisfaction score in hundredths of a point: 87.2 is 8720.
///
/// Never a floating-point number, so 85 is 85.
package struct SatisfactionScore: Codable, Hashable, Comparable, Sendable {
    package let hundredths: Int

    package init(hundredths: Int) {
        self.hundredths = hundredths
    }

    /// The pass mark; a score equal to it is satisfied (SU-08, FM-14: the boundary counts).
    package static let passMark = SatisfactionScore(hundredths: 8500)

    package var isSatisfied: Bool { self >= Self.passMark }

    package static func < (left: SatisfactionScore, right: SatisfactionScore) -> Bool {
        left.hundredths < right.hundredths
    }

    /// One customer's total: every item times its weight (FM-14).
    package init(_ ratings: Ratings, weights: ItemWeights) {
        let sum = SurveyItem.allCases.reduce(0) { $0 + ratings[$1] * weights.percent(of: $1) }
        self.init(hundredths: sum)
    }

    /// The totals of all customers over the number of customers surveyed, half a hundredth rounded up (FM-14).
    ///
    /// - Returns: `nil` when nobody was surveyed.
    package static func mean(of totals: [SatisfactionScore]) -> SatisfactionScore? {
        guard !totals.isEmpty else { return nil }
        let sum = totals.reduce(0) { $0 + $1.hundredths }
        return SatisfactionScore(hundredths: (2 * sum + totals.count) / (2 * totals.count))
    }
}

extension SatisfactionScore: CustomStringConvertible {
    /// With two decimals: `87.20`.
    package var description: String {
        "\(hundredths / 100).\((hundredths % 100).padded(to: 2))"
    }
}

/// What each item counts, in percent; together exactly 100.
package struct ItemWeights: Codable, Equatable, Sendable {
    private let percents: [SurveyItem: Int]

    /// The catalogue's weights 30/20/20/10/20 (SU-07).
    package static let standard = ItemWeights(
        checked: [.productQuality: 30, .price: 20, .deliveryTime: 20, .packaging: 10, .afterSalesService: 20]
    )

    /// `nil` unless no weight is negative and the sum is 100.
    package init?(_ percents: [SurveyItem: Int]) {
        guard percents.values.allSatisfy({ $0 >= 0 }), percents.values.reduce(0, +) == 100 else { return nil }
        self.init(checked: percents)
    }

    private init(checked percents: [SurveyItem: Int]) {
        self.percents = percents
    }

    package func percent(of item: SurveyItem) -> Int {
        percents[item] ?? 0
    }
}
