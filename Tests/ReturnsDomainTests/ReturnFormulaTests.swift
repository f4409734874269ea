import ReturnsDomain
import Testing
import Vocabulary

private func yuan(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, currency: "CNY") }

@Suite("FM-27: activity-based cost")
struct ReverseLogisticsCostTests {
    private static let example: [ReverseLogisticsCost.Activity] = [
        .init("reception", rate: yuan(12), quantity: Fraction(200)),
        .init("inspection", rate: yuan(8), quantity: Fraction(200)),
        .init("repair", rate: yuan(40), quantity: Fraction(50)),
        .init("storage", rate: yuan(5), quantity: Fraction(120)),
    ]

    @Test("given the worked example, then the way back costs 6,600 and 33 per return")
    func workedExample() throws {
        let cost = try ReverseLogisticsCost(Self.example)
        #expect(cost.total == yuan(6600))
        #expect(try cost.perReturn(returns: 200) == yuan(33))
    }

    @Test("given no activity, a negative figure or no returns, then it is refused")
    func bounds() throws {
        #expect(throws: FormulaRefusal.self) { try ReverseLogisticsCost([]) }
        #expect(throws: FormulaRefusal.self) {
            try ReverseLogisticsCost([.init("a", rate: yuan(-1), quantity: .one)])
        }
        #expect(throws: FormulaRefusal.self) {
            try ReverseLogisticsCost([.init("a", rate: yuan(1), quantity: Fraction(-1))])
        }
        #expect(throws: FormulaRefusal.tooLarge) {
            try ReverseLogisticsCost([.init("a", rate: Money(minorUnits: .max, currency: "CNY"), quantity: Fraction(2))]
            )
        }
        let cost = try ReverseLogisticsCost(Self.example)
        #expect(throws: FormulaRefusal.self) { try cost.perReturn(returns: 0) }
        #expect(throws: FormulaRefusal.self) { try cost.perReturn(returns: -1) }
    }

    @Test("given random activities, then the parts add up and one more never costs less", arguments: UInt64(1)...50)
    func addsUp(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var activities: [ReverseLogisticsCost.Activity] = []
        var previous: Int64 = 0
        for index in 0..<10 {
            let quantity = Fraction(.random(in: 0...10_000, using: &random), decimals: 2)
            let rate = Money(minorUnits: .random(in: 0...100_000, using: &random), currency: "CNY")
            activities.append(.init("a\(index)", rate: rate, quantity: quantity))
            let cost = try ReverseLogisticsCost(activities)
            #expect(cost.total.minorUnits == cost.costs.reduce(0) { $0 + $1.minorUnits })
            #expect(previous <= cost.total.minorUnits)
            previous = cost.total.minorUnits
        }
    }
}

@Suite("FM-28: return rate")
struct ReturnRateTests {
    @Test("given the worked example, then 18 of 1,200 are 1.5 %")
    func workedExample() throws {
        #expect(try ReturnRate.share(returned: 18, sold: 1200) == Fraction(15, decimals: 3))
    }

    @Test(
        "given nothing sold or more returned than sold, then it is refused",
        arguments: [(0, 0), (2, 1), (-1, 1), (1, -1)]
    )
    func bounds(returned: Int, sold: Int) {
        #expect(throws: FormulaRefusal.self) { try ReturnRate.share(returned: returned, sold: sold) }
    }

    @Test("given one more return, then the rate grows from 0 to 1", arguments: [1, 33, 1200])
    func monotone(sold: Int) throws {
        let rates = try (0...sold).map { try ReturnRate.share(returned: $0, sold: sold) }
        #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 < $1 } && rates.first == .zero && rates.last == .one)
    }
}
