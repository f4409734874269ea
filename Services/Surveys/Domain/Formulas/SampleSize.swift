import Vocabulary

/// How many customers to ask so that a share is known well enough (FM-36, 样本容量).
package struct SampleSize: Hashable, Sendable {
    /// Standard deviations of the confidence level: 1.96 for 95 %.
    package let confidence: Fraction
    /// The share expected; one half asks most people and is safe when nothing is known.
    package let expectedShare: Fraction
    /// How far the answer may be off, as a share.
    package let error: Fraction

    /// z 1.96, p 0.5, e 5 %.
    package static let standard = SampleSize(
        checkedConfidence: Fraction(196, decimals: 2),
        expectedShare: Fraction(5, decimals: 1),
        error: .percent(5)
    )

    /// - Parameters:
    ///   - confidence: above 0, at most 10.
    ///   - expectedShare: 0 to 1.
    ///   - error: 0.001 to 1.
    package init(confidence: Fraction, expectedShare: Fraction, error: Fraction) throws(FormulaRefusal) {
        let confidenceName = Figure("置信系数", "the confidence factor")
        guard confidence != .zero else { throw .zero(confidenceName) }
        self.init(
            checkedConfidence: try confidence.checked(confidenceName, in: .zero...Fraction(10)),
            expectedShare: try expectedShare.checked(Figure("预期比例", "the expected share"), in: .zero...(.one)),
            error: try error.checked(Figure("允许误差", "the error"), in: Fraction(1, decimals: 3)...(.one))
        )
    }

    private init(checkedConfidence confidence: Fraction, expectedShare: Fraction, error: Fraction) {
        self.confidence = confidence
        self.expectedShare = expectedShare
        self.error = error
    }

    /// Before rounding, from a population without end: z²·p(1−p) ÷ e².
    package func unlimited() throws(FormulaRefusal) -> Fraction {
        let spread = try expectedShare * (.one - expectedShare)
        return try confidence * confidence * spread / (error * error)
    }

    /// People to ask when there is no end of them, rounded up.
    package func needed() throws(FormulaRefusal) -> Int {
        Int(try unlimited().rounded(.up))
    }

    /// People to ask out of a known number, rounded up: n0 ÷ (1 + (n0 − 1) ÷ N).
    ///
    /// Never more than there are, and at least one.
    package func needed(of population: Int) throws(FormulaRefusal) -> Int {
        let name = Figure("总体数量", "the population")
        guard population >= 0 else { throw .negative(name) }
        guard population > 0 else { throw .zero(name) }
        let unlimited = try unlimited()
        guard unlimited > .one else { return 1 }
        let size = Fraction(Int64(population))
        let finite = try unlimited * size / (size + unlimited - .one)
        return min(population, Int(finite.rounded(.up)))
    }
}
