import Testing
import Vocabulary

@Suite("FM-02: what satisfied customers cost")
struct SatisfactionCostTests {
    private static func yuan(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, currency: "CNY") }

    @Test("given the worked example, then faulty products cost 192,000 and all together 852,000")
    func workedExample() throws {
        let cost = try SatisfactionCost(
            productQuality: Self.yuan(540_000),
            routineService: Self.yuan(120_000),
            amplification: Fraction(16, decimals: 1)
        )
        #expect(cost.nonconformingService == Self.yuan(192_000))
        #expect(cost.serviceQuality == Self.yuan(312_000))
        #expect(cost.total == Self.yuan(852_000))
    }

    @Test("given no amplification factor, then it is one; given a negative figure, then it is refused")
    func defaultsAndBounds() throws {
        let cost = try SatisfactionCost(productQuality: Self.yuan(0), routineService: Self.yuan(10))
        #expect(cost.nonconformingService == Self.yuan(10))
        #expect(throws: FormulaRefusal.self) {
            try SatisfactionCost(productQuality: Self.yuan(-1), routineService: Self.yuan(10))
        }
        #expect(throws: FormulaRefusal.self) {
            try SatisfactionCost(
                productQuality: Self.yuan(1),
                routineService: Self.yuan(10),
                amplification: Fraction(-1)
            )
        }
    }

    @Test("given random costs, then the parts add up and a larger factor never costs less", arguments: UInt64(1)...50)
    func properties(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let product = Money(minorUnits: .random(in: 0...1_000_000_000, using: &random), currency: "CNY")
        let routine = Money(minorUnits: .random(in: 0...1_000_000_000, using: &random), currency: "CNY")
        var previous: Money?
        for tenths in 0...50 {
            let cost = try SatisfactionCost(
                productQuality: product,
                routineService: routine,
                amplification: Fraction(Int64(tenths), decimals: 1)
            )
            #expect(try cost.total == product + routine + cost.nonconformingService)
            #expect((previous?.minorUnits ?? 0) <= cost.total.minorUnits)
            previous = cost.total
        }
    }
}
