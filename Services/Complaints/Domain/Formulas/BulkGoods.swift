import Vocabulary

/// The measures of a quality complaint about bulk goods (CO-25, CO-26, CO-29).
package enum BulkGoods {
    /// More than half a percentage point either way; the boundary is not flagged.
    package static let standardContentThreshold = Threshold.above(Fraction(5, decimals: 1))

    /// How far the active content is off the label (FM-23, 含量误差).
    package struct ContentDeviation: Hashable, Sendable {
        /// Measured minus nominal, in percentage points.
        package let points: Fraction
        package let isFlagged: Bool
    }

    /// - Parameters:
    ///   - measured: in percent, 0 to 100.
    ///   - nominal: in percent, 0 to 100.
    package static func contentDeviation(
        measured: Fraction,
        nominal: Fraction,
        threshold: Threshold = standardContentThreshold
    ) throws(FormulaRefusal) -> ContentDeviation {
        let percent = Fraction.zero...Fraction(100)
        let points =
            try measured.checked(Figure("实测含量", "the measured content"), in: percent)
            - nominal.checked(Figure("标示含量", "the nominal content"), in: percent)
        return ContentDeviation(points: points, isFlagged: threshold.isMet(by: try points.magnitude()))
    }

    /// How many broken bags make a case for the head, scaled with the load (FM-24).
    package struct PackageDamageLimit: Hashable, Sendable {
        package let bags: Int
        package let loadInTonnes: Fraction

        /// 30 bags in a wagon of 60 t; the boundary counts.
        package static let standard = PackageDamageLimit(checkedBags: 30, loadInTonnes: Fraction(60))

        package init(bags: Int, loadInTonnes: Fraction) throws(FormulaRefusal) {
            guard bags >= 0 else { throw .negative(Figure("破损袋数限值", "the limit in bags")) }
            self.init(checkedBags: bags, loadInTonnes: try Self.checked(loadInTonnes))
        }

        private init(checkedBags bags: Int, loadInTonnes: Fraction) {
            self.bags = bags
            self.loadInTonnes = loadInTonnes
        }

        private static func checked(_ load: Fraction) throws(FormulaRefusal) -> Fraction {
            let name = Figure("载重（吨）", "the load in tonnes")
            guard try load.checkedNotNegative(name) > .zero else { throw .zero(name) }
            return load
        }

        /// Broken bags from which a load is flagged; a share of a bag is kept.
        package func bags(forLoadInTonnes load: Fraction) throws(FormulaRefusal) -> Fraction {
            try Fraction(Int64(bags)) * Self.checked(load) / loadInTonnes
        }

        package func isReached(broken: Int, loadInTonnes load: Fraction) throws(FormulaRefusal) -> Bool {
            guard broken >= 0 else { throw .negative(Figure("破损袋数", "broken bags")) }
            return Fraction(Int64(broken)) >= (try bags(forLoadInTonnes: load))
        }
    }

    /// The mass that is owed for bags that weigh too little (FM-25), in the unit of the weights.
    ///
    /// - Parameters:
    ///   - samples: the weights of the bags that were weighed; their mean stands for all.
    ///   - bags: bags of the load.
    /// - Returns: zero when the bags weigh enough.
    package static func makeUpWeight(
        nominal: Fraction,
        samples: [Fraction],
        bags: Int
    ) throws(FormulaRefusal) -> Fraction {
        let name = Figure("抽样袋重", "sampled bag weights")
        guard !samples.isEmpty else { throw .nothingGiven(name) }
        guard bags >= 0 else { throw .negative(Figure("袋数", "the number of bags")) }
        for weight in samples { _ = try weight.checkedNotNegative(name) }
        let mean = try Fraction.sum(of: samples) / Fraction(Int64(samples.count))
        let missing = try nominal.checkedNotNegative(Figure("标示袋重", "the nominal bag weight")) - mean
        return try max(.zero, missing) * Fraction(Int64(bags))
    }
}
