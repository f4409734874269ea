import Vocabulary

/// The five dimensions of service quality after SERVQUAL (SU-14).
package enum ServiceDimension: String, Codable, CaseIterable, Sendable {
    case reliability, responsiveness, assurance, empathy, tangibles

    package var name: Bilingual {
        switch self {
        case .reliability: Bilingual(zh: "可靠性", en: "reliability")
        case .responsiveness: Bilingual(zh: "响应性", en: "responsiveness")
        case .assurance: Bilingual(zh: "保证性", en: "assurance")
        case .empathy: Bilingual(zh: "移情性", en: "empathy")
        case .tangibles: Bilingual(zh: "有形性", en: "tangibles")
        }
    }
}

/// One dimension as customers expected it and as they found it.
package struct DimensionRating: Hashable, Sendable {
    package let expected: Fraction
    package let perceived: Fraction
    package let weight: Fraction

    /// - Parameter weight: one fifth unless the study weighs the dimensions.
    package init(expected: Fraction, perceived: Fraction, weight: Fraction = Fraction(2, decimals: 1)) {
        self.expected = expected
        self.perceived = perceived
        self.weight = weight
    }
}

/// Where service stays behind what customers expect (FM-16, SERVQUAL).
package struct ServiceQualityGap: Hashable, Sendable {
    /// Perceived minus expected; below zero the customer is disappointed.
    package let gaps: [ServiceDimension: Fraction]
    /// The weighted sum of the gaps.
    package let score: Fraction

    /// - Parameters:
    ///   - ratings: each of the five dimensions.
    ///   - scale: the points of the questionnaire; 1 to 7 by default.
    package init(
        _ ratings: [ServiceDimension: DimensionRating],
        scale: ClosedRange<Fraction> = Fraction(1)...Fraction(7)
    ) throws(FormulaRefusal) {
        var gaps: [ServiceDimension: Fraction] = [:]
        var score = Fraction.zero
        var weights = Fraction.zero
        for dimension in ServiceDimension.allCases {
            let figure = Figure(dimension.name.zh, dimension.name.en)
            guard let rating = ratings[dimension] else { throw .nothingGiven(figure) }
            let gap = try rating.perceived.checked(figure, in: scale) - rating.expected.checked(figure, in: scale)
            gaps[dimension] = gap
            weights = try weights + rating.weight.checkedNotNegative(figure)
            score = try score + gap * rating.weight
        }
        guard weights == .one else { throw .weightsNotOne(sum: weights) }
        self.gaps = gaps
        self.score = score
    }
}
