import Vocabulary

/// How far our satisfaction is ahead of the best competitor's (FM-17, 领先度); below zero we are behind.
package enum SatisfactionLead {
    /// - Parameters:
    ///   - own: our score, 0 to 100.
    ///   - competitors: the scores of all competitors compared with; the best of them counts.
    package static func lead(own: Fraction, competitors: [Fraction]) throws(FormulaRefusal) -> Fraction {
        let points = Fraction.zero...Fraction(100)
        let name = Figure("竞争对手满意度", "competitors' scores")
        for score in competitors { _ = try score.checked(name, in: points) }
        guard let best = competitors.max() else { throw .nothingGiven(name) }
        return try own.checked(Figure("本企业满意度", "the own score"), in: points) - best
    }
}
