import SurveysDomain
import Testing
import Vocabulary

@Suite("FM-17: satisfaction lead")
struct SatisfactionLeadTests {
    @Test("given the worked example, then the lead is +2.5 over the best competitor")
    func workedExample() throws {
        let competitors = [Fraction(80), Fraction(84), Fraction(79)]
        let lead = try SatisfactionLead.lead(own: Fraction(865, decimals: 1), competitors: competitors)
        #expect(lead == Fraction(25, decimals: 1))
    }

    @Test("given no competitor or a score outside 0 to 100, then it is refused")
    func bounds() {
        #expect(throws: FormulaRefusal.self) { try SatisfactionLead.lead(own: Fraction(80), competitors: []) }
        #expect(throws: FormulaRefusal.self) { try SatisfactionLead.lead(own: Fraction(101), competitors: [.one]) }
        #expect(throws: FormulaRefusal.self) {
            try SatisfactionLead.lead(own: Fraction(80), competitors: [Fraction(-1)])
        }
    }

    @Test("given one more competitor, then the lead never grows", arguments: UInt64(1)...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let own = Fraction(.random(in: 0...100, using: &random))
        var competitors: [Fraction] = []
        var previous = Fraction(100)
        for _ in 0..<10 {
            competitors.append(Fraction(.random(in: 0...100, using: &random)))
            let lead = try SatisfactionLead.lead(own: own, competitors: competitors)
            #expect(lead <= previous)
            previous = lead
        }
    }
}

@Suite("FM-33, FM-34, FM-35: what customers do and feel")
struct CustomerBehaviourTests {
    private static func yuan(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, currency: "CNY") }

    @Test("FM-33: given the worked example, then the wallet share is 37.5 % and the visit share 60 %")
    func shares() throws {
        let wallet = try CustomerBehaviour.walletShare(ownSales: Self.yuan(30_000), categorySpend: Self.yuan(80_000))
        #expect(wallet == Fraction(375, decimals: 3))
        #expect(try CustomerBehaviour.visitShare(ownVisits: 6, allVisits: 10) == .percent(60))
    }

    @Test("FM-34: given the worked example, then retention is 94 % and churn 6 %")
    func retention() throws {
        #expect(try CustomerBehaviour.retention(kept: 188, atStart: 200) == .percent(94))
        #expect(try CustomerBehaviour.churn(kept: 188, atStart: 200) == .percent(6))
    }

    @Test("FM-35: given the worked example, then the perceived value is 2.3")
    func perceivedValue() throws {
        let value = try CustomerBehaviour.perceivedValue(
            gains: Fraction(78, decimals: 1),
            sacrifices: Fraction(55, decimals: 1)
        )
        #expect(value == Fraction(23, decimals: 1))
    }

    @Test("given parts larger than their whole, nothing to divide by or values off the scale, then they are refused")
    func bounds() {
        #expect(throws: FormulaRefusal.self) {
            try CustomerBehaviour.walletShare(ownSales: Self.yuan(2), categorySpend: Self.yuan(1))
        }
        #expect(throws: FormulaRefusal.self) {
            try CustomerBehaviour.walletShare(ownSales: Self.yuan(0), categorySpend: Self.yuan(0))
        }
        #expect(throws: FormulaRefusal.self) { try CustomerBehaviour.visitShare(ownVisits: 2, allVisits: 1) }
        #expect(throws: FormulaRefusal.self) { try CustomerBehaviour.churn(kept: 0, atStart: 0) }
        #expect(throws: FormulaRefusal.self) { try CustomerBehaviour.retention(kept: -1, atStart: 5) }
        #expect(throws: FormulaRefusal.self) {
            try CustomerBehaviour.perceivedValue(gains: Fraction(11), sacrifices: .zero)
        }
    }

    @Test("given random figures, then shares stay within 0 and 1 and both halves make one", arguments: UInt64(1)...100)
    func properties(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let whole = Int.random(in: 1...1_000_000, using: &random)
        let part = Int.random(in: 0...whole, using: &random)
        let kept = try CustomerBehaviour.retention(kept: part, atStart: whole)
        #expect(try kept + CustomerBehaviour.churn(kept: part, atStart: whole) == .one)
        #expect(.zero <= kept && kept <= .one)
        #expect(try CustomerBehaviour.visitShare(ownVisits: part, allVisits: whole) == kept)
        let wallet = try CustomerBehaviour.walletShare(
            ownSales: Self.yuan(Int64(part)),
            categorySpend: Self.yuan(Int64(whole))
        )
        #expect(wallet == kept)
        let gains = Fraction(.random(in: 0...100, using: &random), decimals: 1)
        let sacrifices = Fraction(.random(in: 0...100, using: &random), decimals: 1)
        let value = try CustomerBehaviour.perceivedValue(gains: gains, sacrifices: sacrifices)
        #expect(try value == .zero - CustomerBehaviour.perceivedValue(gains: sacrifices, sacrifices: gains))
    }
}

@Suite("FM-36: sample size")
struct SampleSizeTests {
    @Test("given the worked example, then 384.16 makes 385 people, and 235 of a population of 600")
    func workedExample() throws {
        #expect(try SampleSize.standard.unlimited() == Fraction(38416, decimals: 2))
        #expect(try SampleSize.standard.needed() == 385)
        #expect(try SampleSize.standard.needed(of: 600) == 235)
    }

    @Test("given parameters that make no sense, then they are refused")
    func bounds() {
        let half = Fraction(5, decimals: 1)
        #expect(throws: FormulaRefusal.self) { try SampleSize(confidence: .zero, expectedShare: half, error: half) }
        #expect(throws: FormulaRefusal.self) { try SampleSize(confidence: .one, expectedShare: half, error: .zero) }
        #expect(throws: FormulaRefusal.self) {
            try SampleSize(confidence: .one, expectedShare: Fraction(2), error: half)
        }
        #expect(throws: FormulaRefusal.self) { try SampleSize.standard.needed(of: 0) }
        #expect(throws: FormulaRefusal.self) { try SampleSize.standard.needed(of: -1) }
    }

    @Test("given a growing population, then the sample never shrinks, never exceeds it and never the unlimited one")
    func population() throws {
        var previous = 0
        for population in [1, 2, 3, 10, 100, 384, 385, 600, 10_000, 1_000_000, Int(Int32.max)] {
            let needed = try SampleSize.standard.needed(of: population)
            #expect(previous <= needed && needed <= min(population, 385))
            previous = needed
        }
        #expect(previous == 385)
    }

    @Test("given a smaller error, then more people are asked; given no spread, then one", arguments: UInt64(1)...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let share = Fraction.percent(.random(in: 0...100, using: &random))
        let population = Int.random(in: 1...100_000, using: &random)
        var previous = 0
        for error in [500, 200, 100, 50, 20, 10, 1] {
            let size = try SampleSize(
                confidence: Fraction(196, decimals: 2),
                expectedShare: share,
                error: Fraction(Int64(error), decimals: 3)
            )
            let needed = try size.needed(of: population)
            #expect(previous <= needed && (1...population).contains(needed))
            previous = needed
        }
        #expect(share != .zero && share != .one || previous == 1)
    }
}

@Suite("FM-41: shelf fill")
struct ShelfFillTests {
    @Test("given the worked example, then 44 of 52 slots are 84.6 % and pass")
    func workedExample() throws {
        let fill = try ShelfFill.assess(filled: 44, slots: 52)
        #expect(fill.value.text(decimals: 3) == "0.846")
        #expect(fill.isMet)
    }

    @Test("given 80 %, then the boundary counts", arguments: [(79, false), (80, true), (81, true)])
    func boundary(filled: Int, isMet: Bool) throws {
        #expect(try ShelfFill.assess(filled: filled, slots: 100).isMet == isMet)
        #expect(throws: FormulaRefusal.self) { try ShelfFill.assess(filled: filled, slots: 0) }
    }

    @Test("given one more filled slot, then the fill grows up to one", arguments: [1, 7, 52])
    func monotone(slots: Int) throws {
        let fills = try (0...slots).map { try ShelfFill.assess(filled: $0, slots: slots).value }
        #expect(zip(fills, fills.dropFirst()).allSatisfy { $0 < $1 })
        #expect(fills.first == .zero && fills.last == .one)
    }
}
