import Testing
import Vocabulary

@Suite("Calculating with money")
struct MoneyArithmeticTests {
    private static func yuan(_ minor: Int64) -> Money { Money(minorUnits: minor, currency: "CNY") }

    @Test("given amounts of one currency, then they add, subtract and multiply to the minor unit")
    func arithmetic() throws {
        #expect(try Self.yuan(150) + Self.yuan(50) == Self.yuan(200))
        #expect(try Self.yuan(150) - Self.yuan(250) == Self.yuan(-100))
        #expect(try Self.yuan(105).times(Fraction(5, decimals: 1)) == Self.yuan(53))
        #expect(try Self.yuan(105).times(Fraction(5, decimals: 1), .down) == Self.yuan(52))
        #expect(try Self.yuan(1).ratio(to: Self.yuan(3), .divisor) == Fraction(1, over: 3))
    }

    @Test("given amounts that cannot be calculated with, then the refusal says why in both languages")
    func refusals() {
        let euro = Money(minorUnits: 1, currency: "EUR")
        #expect(throws: FormulaRefusal.differentCurrencies("CNY", "EUR")) { try Self.yuan(1) + euro }
        #expect(throws: FormulaRefusal.tooLarge) { try Self.yuan(.max) + Self.yuan(1) }
        #expect(throws: FormulaRefusal.tooLarge) { try Self.yuan(.max).times(Fraction(2)) }
        #expect(throws: FormulaRefusal.nothingGiven(.divisor)) { try Money.sum(of: [], .divisor) }
        let refusal = FormulaRefusal.zero(Figure("用户数", "the users"))
        #expect(refusal.code == "figure-is-zero")
        #expect(refusal.explanation.zh.contains("用户数") && refusal.explanation.en.contains("the users"))
    }
}
