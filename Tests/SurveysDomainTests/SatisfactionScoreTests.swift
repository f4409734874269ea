import SurveysDomain
import Testing
import Vocabulary

@Suite("The satisfaction score")
struct SatisfactionScoreTests {
    private static let example = Ratings(
        productQuality: 90,
        price: 80,
        deliveryTime: 85,
        packaging: 88,
        afterSalesService: 92
    )

    @Test("given the worked example of FM-14, then one customer's total is exactly 87.20")
    func workedExample() {
        let score = SatisfactionScore(Self.example, weights: .standard)
        #expect(score.hundredths == 8720)
        #expect(score.description == "87.20")
        #expect(score.isSatisfied)
    }

    @Test("given the eight customers of FM-14, then their mean is 87.00 and passes (SU-08)")
    func meanOfCustomers() throws {
        let totals = [92, 85, 88, 79, 94, 86, 81, 91].map { SatisfactionScore(hundredths: $0 * 100) }
        let mean = try #require(SatisfactionScore.mean(of: totals))
        #expect(mean.hundredths == 8700)
        #expect(mean.isSatisfied)
    }

    @Test("given nobody surveyed, then there is no mean")
    func nobody() {
        #expect(SatisfactionScore.mean(of: []) == nil)
    }

    @Test("given half a hundredth in a mean, then it is rounded up")
    func rounding() {
        let totals = [SatisfactionScore(hundredths: 8499), SatisfactionScore(hundredths: 8500)]
        #expect(SatisfactionScore.mean(of: totals)?.hundredths == 8500)
    }

    @Test(
        "given a score at the pass mark of 85, then the boundary counts (SU-08, POL-15)",
        arguments: [(8499, false), (8500, true), (8501, true)]
    )
    func boundary(hundredths: Int, isSatisfied: Bool) {
        #expect(SatisfactionScore(hundredths: hundredths).isSatisfied == isSatisfied)
    }

    @Test("given equal ratings, then the score is that rating, whatever the weights", arguments: [0, 1, 50, 85, 100])
    func equalRatings(value: Int) {
        let ratings = Ratings(
            productQuality: value,
            price: value,
            deliveryTime: value,
            packaging: value,
            afterSalesService: value
        )
        #expect(SatisfactionScore(ratings, weights: .standard).hundredths == value * 100)
    }

    @Test("given the catalogue's weights, then they are 30/20/20/10/20 percent (SU-07)")
    func standardWeights() {
        #expect(SurveyItem.allCases.map { ItemWeights.standard.percent(of: $0) } == [30, 20, 20, 10, 20])
    }

    @Test("given weights that are negative or do not add up to 100, then there are no such weights")
    func faultyWeights() {
        #expect(ItemWeights([.price: 99]) == nil)
        #expect(ItemWeights([.price: 110, .packaging: -10]) == nil)
        #expect(ItemWeights([.price: 100])?.percent(of: .packaging) == 0)
    }

    @Test("given a score below ten hundredths over a point, then both decimals are written")
    func decimals() {
        #expect(SatisfactionScore(hundredths: 8405).description == "84.05")
        #expect(SatisfactionScore(hundredths: 0).description == "0.00")
    }
}
