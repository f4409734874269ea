import SurveysDomain
import Testing
import Vocabulary

@Suite("FM-01: overall satisfaction")
struct OverallSatisfactionTests {
    @Test("given the worked example, then it is 85.4")
    func workedExample() throws {
        let score = try OverallSatisfaction.score(product: Fraction(88), service: Fraction(75))
        #expect(score == Fraction(854, decimals: 1))
    }

    @Test("given weights that do not make one, or a score outside 0 to 100, then it is refused")
    func bounds() {
        #expect(throws: FormulaRefusal.weightsNotOne(sum: Fraction(9, decimals: 1))) {
            try SatisfactionWeights(product: Fraction(8, decimals: 1), service: Fraction(1, decimals: 1))
        }
        #expect(throws: FormulaRefusal.self) {
            try SatisfactionWeights(product: Fraction(2), service: Fraction(-1))
        }
        #expect(throws: FormulaRefusal.self) {
            try OverallSatisfaction.score(product: Fraction(101), service: .zero)
        }
        #expect(throws: FormulaRefusal.self) {
            try OverallSatisfaction.score(product: .zero, service: Fraction(-1, decimals: 1))
        }
    }

    @Test("given random scores and weights, then the result lies between both scores", arguments: UInt64(1)...100)
    func between(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let product = Fraction(.random(in: 0...1000, using: &random), decimals: 1)
        let service = Fraction(.random(in: 0...1000, using: &random), decimals: 1)
        let weight = Fraction.percent(.random(in: 0...100, using: &random))
        let weights = try SatisfactionWeights(product: weight, service: .one - weight)
        let score = try OverallSatisfaction.score(product: product, service: service, weights: weights)
        #expect(min(product, service) <= score && score <= max(product, service))
    }
}

@Suite("FM-14: the mean of a round")
struct RoundMeanTests {
    @Test("given random totals, then the mean lies between the worst and the best", arguments: UInt64(1)...100)
    func between(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let totals = (0..<Int.random(in: 1...50, using: &random)).map { _ in
            SatisfactionScore(hundredths: .random(in: 0...10_000, using: &random))
        }
        let mean = try #require(SatisfactionScore.mean(of: totals))
        let (worst, best) = try (#require(totals.min()), #require(totals.max()))
        #expect(worst <= mean && mean <= best)
    }
}

@Suite("FM-15: participation")
struct ParticipationTests {
    @Test("given the worked example, then coverage is 0.90, return rate 0.8889 and participation 0.80, which passes")
    func workedExample() throws {
        let participation = try Participation(customers: 200, sent: 180, returned: 160)
        #expect(participation.coverage == .percent(90))
        #expect(participation.returnRate.text(decimals: 4) == "0.8889")
        #expect(participation.overall.value == .percent(80))
        #expect(participation.overall.isMet)
    }

    @Test("given 75 %, then the boundary counts", arguments: [(149, false), (150, true)])
    func boundary(returned: Int, isMet: Bool) throws {
        #expect(try Participation(customers: 200, sent: 200, returned: returned).overall.isMet == isMet)
    }

    @Test("given figures that contradict each other, then they are refused; given nothing sent, then nobody took part")
    func bounds() throws {
        #expect(throws: FormulaRefusal.self) { try Participation(customers: 0, sent: 0, returned: 0) }
        #expect(throws: FormulaRefusal.self) { try Participation(customers: 10, sent: 11, returned: 0) }
        #expect(throws: FormulaRefusal.self) { try Participation(customers: 10, sent: 5, returned: 6) }
        #expect(throws: FormulaRefusal.self) { try Participation(customers: 10, sent: 0, returned: 1) }
        #expect(throws: FormulaRefusal.self) { try Participation(customers: 10, sent: 5, returned: -1) }
        #expect(try Participation(customers: 10, sent: 0, returned: 0).overall.value == .zero)
    }

    @Test("given random figures, then participation is returned over customers", arguments: UInt64(1)...100)
    func telescopes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let customers = Int.random(in: 1...100_000, using: &random)
        let sent = Int.random(in: 1...customers, using: &random)
        let returned = Int.random(in: 0...sent, using: &random)
        let participation = try Participation(customers: customers, sent: sent, returned: returned)
        #expect(try participation.overall.value == Fraction(Int64(returned), over: Int64(customers)))
    }
}

@Suite("FM-16: SERVQUAL gap")
struct ServiceQualityGapTests {
    private static func ratings(_ expected: [Int64], _ perceived: [Int64]) -> [ServiceDimension: DimensionRating] {
        var ratings: [ServiceDimension: DimensionRating] = [:]
        for (index, dimension) in ServiceDimension.allCases.enumerated() {
            ratings[dimension] = DimensionRating(
                expected: Fraction(expected[index], decimals: 1),
                perceived: Fraction(perceived[index], decimals: 1)
            )
        }
        return ratings
    }

    @Test("given the worked example, then the gaps are −0.6 −0.2 −0.1 −0.4 +0.2 and the score −0.22")
    func workedExample() throws {
        let gap = try ServiceQualityGap(Self.ratings([65, 62, 64, 60, 58], [59, 60, 63, 56, 60]))
        let gaps = ServiceDimension.allCases.map { gap.gaps[$0]?.text(decimals: 1) }
        #expect(gaps == ["-0.6", "-0.2", "-0.1", "-0.4", "0.2"])
        #expect(gap.score == Fraction(-22, decimals: 2))
    }

    @Test("given a missing dimension, a rating off the scale or faulty weights, then it is refused")
    func bounds() {
        var ratings = Self.ratings([65, 62, 64, 60, 58], [59, 60, 63, 56, 60])
        ratings[.empathy] = nil
        #expect(throws: FormulaRefusal.nothingGiven(Figure("移情性", "empathy"))) { try ServiceQualityGap(ratings) }
        ratings[.empathy] = DimensionRating(expected: Fraction(8), perceived: Fraction(7))
        #expect(throws: FormulaRefusal.self) { try ServiceQualityGap(ratings) }
        ratings[.empathy] = DimensionRating(expected: Fraction(7), perceived: Fraction(7), weight: .one)
        #expect(throws: FormulaRefusal.weightsNotOne(sum: Fraction(18, decimals: 1))) {
            try ServiceQualityGap(ratings)
        }
    }

    @Test("given random ratings, then the score lies between the worst and the best gap", arguments: UInt64(1)...100)
    func between(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let expected = (0..<5).map { _ in Int64.random(in: 10...70, using: &random) }
        let perceived = (0..<5).map { _ in Int64.random(in: 10...70, using: &random) }
        let gap = try ServiceQualityGap(Self.ratings(expected, perceived))
        let (worst, best) = try (#require(gap.gaps.values.min()), #require(gap.gaps.values.max()))
        #expect(worst <= gap.score && gap.score <= best)
    }
}
