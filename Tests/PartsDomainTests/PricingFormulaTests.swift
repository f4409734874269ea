import PartsDomain
import Testing
import Vocabulary

private func yuan(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, currency: "CNY") }

@Suite("FM-05: double pricing principle")
struct DoublePricingTests {
    private static let example: [DoublePricing.Line] = [
        .init("A", unitCost: yuan(900), quantity: 2),
        .init("B", unitCost: yuan(2000), quantity: 1),
        .init("S", unitCost: yuan(200), quantity: 1, kind: .zeroProfit),
    ]

    @Test("given the worked example, then A costs 1,847.37, B 4,105.26 and the whole exactly 8,000.00")
    func workedExample() throws {
        let pricing = try DoublePricing(productPrice: yuan(4000), lines: Self.example)
        #expect(pricing.target == yuan(8000))
        #expect(pricing.factor.text(decimals: 4) == "2.0526")
        #expect(pricing.prices.map(\.unitPrice.minorUnits) == [184_737, 410_526, 20_000])
        #expect(pricing.deviation == yuan(0))
    }

    @Test("given a protected core part, then it has no price and its value leaves both sides")
    func protectedCore() throws {
        let core = DoublePricing.Line("C", unitCost: yuan(1000), quantity: 1, kind: .protectedCore)
        let pricing = try DoublePricing(productPrice: yuan(5000), lines: Self.example + [core])
        #expect(pricing.target == yuan(8000))
        #expect(pricing.prices.map(\.partNumber) == ["A", "B", "S"])
    }

    @Test("given figures from which no price follows, then they are refused")
    func bounds() {
        func refuse(_ price: Int64, _ lines: [DoublePricing.Line]) {
            #expect(throws: FormulaRefusal.self) { try DoublePricing(productPrice: yuan(price), lines: lines) }
        }
        refuse(4000, [])
        refuse(4000, [.init("S", unitCost: yuan(1), quantity: 1, kind: .zeroProfit)])
        refuse(4000, [.init("A", unitCost: yuan(1), quantity: 0)])
        refuse(4000, [.init("A", unitCost: yuan(-1), quantity: 1)])
        refuse(50, Self.example)
        refuse(4000, [.init("A", unitCost: Money(minorUnits: 1, currency: "EUR"), quantity: 1)])
    }

    @Test(
        "given random bills of materials, then the sum misses the target by rounding only",
        arguments: UInt64(1)...100
    )
    func addsUp(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let lines = (0..<Int.random(in: 1...30, using: &random)).map { index in
            DoublePricing.Line(
                "P\(index)",
                unitCost: Money(minorUnits: .random(in: 1...500_000, using: &random), currency: "CNY"),
                quantity: .random(in: 1...9, using: &random),
                kind: index > 0 && Bool.random(using: &random) ? .zeroProfit : .regular
            )
        }
        let pricing = try DoublePricing(productPrice: yuan(1_000_000), lines: lines)
        let pieces = Int64(lines.reduce(0) { $0 + $1.quantity })
        #expect(abs(pricing.deviation.minorUnits) * 2 <= pieces)
        for (line, price) in zip(lines, pricing.prices) where line.kind == .zeroProfit {
            #expect(price.unitPrice == line.unitCost)
        }
    }
}

@Suite("FM-06: parts quote")
struct PartsQuoteTests {
    @Test("given the worked example, then both list prices make 595")
    func workedExample() throws {
        let untaxed = try PartsQuote(.untaxed(yuan(500)), freight: yuan(30))
        #expect(untaxed.tax == yuan(65) && untaxed.total == yuan(595))
        let taxed = try PartsQuote(.taxed(yuan(565)), freight: yuan(30))
        #expect(taxed.untaxed == yuan(500) && taxed.tax == yuan(65) && taxed.total == yuan(595))
    }

    @Test("given a negative price or freight, a faulty rate or another currency, then it is refused")
    func bounds() {
        #expect(throws: FormulaRefusal.self) { try PartsQuote(.untaxed(yuan(-1)), freight: yuan(0)) }
        #expect(throws: FormulaRefusal.self) { try PartsQuote(.taxed(yuan(1)), freight: yuan(-1)) }
        #expect(throws: FormulaRefusal.self) {
            try PartsQuote(.untaxed(yuan(1)), freight: yuan(0), taxRate: .percent(101))
        }
        #expect(throws: FormulaRefusal.differentCurrencies("CNY", "EUR")) {
            try PartsQuote(.untaxed(yuan(1)), freight: Money(minorUnits: 0, currency: "EUR"))
        }
        #expect(throws: FormulaRefusal.tooLarge) {
            try PartsQuote(.untaxed(Money(minorUnits: .max, currency: "CNY")), freight: yuan(1))
        }
    }

    @Test("given random prices, then the lines add up and a taxed price stays what it is", arguments: UInt64(1)...100)
    func addsUp(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let price = Money(minorUnits: .random(in: 0...100_000_000, using: &random), currency: "CNY")
        let freight = Money(minorUnits: .random(in: 0...100_000, using: &random), currency: "CNY")
        let rate = Fraction.percent(.random(in: 0...100, using: &random))
        let taxed = try PartsQuote(.taxed(price), freight: freight, taxRate: rate)
        #expect(try taxed.untaxed + taxed.tax == price)
        #expect(try taxed.total == price + freight)
        let untaxed = try PartsQuote(.untaxed(price), freight: freight, taxRate: rate)
        #expect(try untaxed.total == untaxed.untaxed + untaxed.tax + untaxed.freight)
        #expect(untaxed.total.minorUnits >= taxed.total.minorUnits)
        let back = try PartsQuote(.taxed(untaxed.untaxed + untaxed.tax), freight: freight, taxRate: rate)
        #expect(abs(back.untaxed.minorUnits - price.minorUnits) <= 1)
    }
}

@Suite("FM-07, FM-08: what dealers pay and get back")
struct DealerTermsTests {
    @Test("FM-07: given the worked example, then 800 at 0.75 is 600")
    func settlementPrice() throws {
        let price = try DealerTerms.settlementPrice(marketPrice: yuan(800), levelDiscount: Fraction(75, decimals: 2))
        #expect(price == yuan(600))
    }

    @Test("FM-08: given the worked example, then 5 % of 20,000 is 1,000; without a percentage nothing")
    func credit() throws {
        #expect(try DealerTerms.virtualCurrencyCredit(settlement: yuan(20_000), share: .percent(5)) == yuan(1000))
        #expect(try DealerTerms.virtualCurrencyCredit(settlement: yuan(20_000)) == yuan(0))
    }

    @Test("given a share outside 0 to 1 or a negative amount, then it is refused", arguments: [-1, 101])
    func bounds(percent: Int64) {
        let share = Fraction.percent(percent)
        #expect(throws: FormulaRefusal.self) {
            try DealerTerms.settlementPrice(marketPrice: yuan(1), levelDiscount: share)
        }
        #expect(throws: FormulaRefusal.self) {
            try DealerTerms.virtualCurrencyCredit(settlement: yuan(1), share: share)
        }
        #expect(throws: FormulaRefusal.self) { try DealerTerms.virtualCurrencyCredit(settlement: yuan(-1)) }
        #expect(throws: FormulaRefusal.self) {
            try DealerTerms.settlementPrice(marketPrice: yuan(-1), levelDiscount: .one)
        }
    }

    @Test("given random prices, then a larger share never makes less and never exceeds the amount", arguments: 1...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let amount = Money(minorUnits: .random(in: 0...100_000_000, using: &random), currency: "CNY")
        var previous: Int64 = 0
        for percent in Int64(0)...100 {
            let credit = try DealerTerms.virtualCurrencyCredit(settlement: amount, share: .percent(percent)).minorUnits
            let price = try DealerTerms.settlementPrice(marketPrice: amount, levelDiscount: .percent(percent))
            #expect(previous <= credit && credit <= amount.minorUnits && price.minorUnits == credit)
            previous = credit
        }
    }
}
