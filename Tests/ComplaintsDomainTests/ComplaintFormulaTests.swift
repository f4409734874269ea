import ComplaintsDomain
import Testing
import Vocabulary

@Suite("FM-18, FM-19, FM-26: rates of what goes wrong")
struct ComplaintRatesTests {
    @Test("FM-18: given the worked example, then 37 complaints of 52,000 users are 7.12 per ten thousand")
    func complaints() throws {
        #expect(try ComplaintRates.perTenThousandUsers(complaints: 37, users: 52_000).text(decimals: 2) == "7.12")
    }

    @Test("FM-19: given the worked example, then 24 of 3,000 units are 0.8 %")
    func failures() throws {
        #expect(try ComplaintRates.failureRate(failures: 24, unitsInService: 3000) == Fraction(8, decimals: 3))
        #expect(try ComplaintRates.failureRate(failures: 3, unitsInService: 2) > .one)
    }

    @Test(
        "FM-26: given the worked example, then 3 of 5,000 pieces are 0.06 % and pass; 0.1 % does not",
        arguments: [
            (3, true), (4, true), (5, false),
        ]
    )
    func damage(damaged: Int, isMet: Bool) throws {
        let damage = try ComplaintRates.damage(damagedOrMissing: damaged, handled: 5000)
        #expect(damage.isMet == isMet)
        #expect(try damage.value == Fraction(Int64(damaged), over: 5000))
    }

    @Test("given nothing to divide by or a negative count, then it is refused", arguments: [(1, 0), (-1, 5), (1, -5)])
    func bounds(part: Int, whole: Int) {
        #expect(throws: FormulaRefusal.self) { try ComplaintRates.perTenThousandUsers(complaints: part, users: whole) }
        #expect(throws: FormulaRefusal.self) { try ComplaintRates.failureRate(failures: part, unitsInService: whole) }
        #expect(throws: FormulaRefusal.self) { try ComplaintRates.damage(damagedOrMissing: part, handled: whole) }
        #expect(throws: FormulaRefusal.self) { try ComplaintRates.damage(damagedOrMissing: 2, handled: 1) }
        #expect(throws: FormulaRefusal.tooLarge) {
            try ComplaintRates.perTenThousandUsers(complaints: .max, users: 1)
        }
    }

    @Test("given one more, then each rate grows; given a larger base, then it shrinks", arguments: UInt64(1)...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let whole = Int.random(in: 2...1_000_000, using: &random)
        let part = Int.random(in: 1..<whole, using: &random)
        let rate = try ComplaintRates.failureRate(failures: part, unitsInService: whole)
        #expect(try rate < ComplaintRates.failureRate(failures: part + 1, unitsInService: whole))
        #expect(try rate > ComplaintRates.failureRate(failures: part, unitsInService: whole + 1))
        #expect(try ComplaintRates.perTenThousandUsers(complaints: part, users: whole) == rate * Fraction(10_000))
        let damage = try ComplaintRates.damage(damagedOrMissing: part, handled: whole).value
        #expect(try damage < ComplaintRates.damage(damagedOrMissing: part + 1, handled: whole).value)
    }
}

@Suite("FM-23, FM-24, FM-25: bulk goods")
struct BulkGoodsTests {
    private static func tenths(_ value: Int64) -> Fraction { Fraction(value, decimals: 1) }

    @Test(
        "FM-23: given the worked example, then 45.3 against 46.0 is −0.7 points and flagged; half a point is not",
        arguments: [
            (453, -7, true), (455, -5, false), (465, 5, false), (466, 6, true),
        ]
    )
    func content(measured: Int64, points: Int64, isFlagged: Bool) throws {
        let deviation = try BulkGoods.contentDeviation(measured: Self.tenths(measured), nominal: Self.tenths(460))
        #expect(deviation.points == Self.tenths(points) && deviation.isFlagged == isFlagged)
    }

    @Test(
        "FM-24: given the worked example, then 40 t are flagged from 20 bags and 60 t from 30",
        arguments: [
            (40, 19, false), (40, 20, true), (60, 29, false), (60, 30, true), (1, 0, false), (1, 1, true),
        ]
    )
    func damagedBags(load: Int64, broken: Int, isReached: Bool) throws {
        let limit = BulkGoods.PackageDamageLimit.standard
        #expect(try limit.isReached(broken: broken, loadInTonnes: Fraction(load)) == isReached)
        #expect(try limit.bags(forLoadInTonnes: Fraction(40)) == Fraction(20))
        #expect(try limit.bags(forLoadInTonnes: Fraction(60)) / Fraction(1200) == Self.tenths(25) / Fraction(100))
    }

    @Test(
        "FM-25: given the worked example, then 1,200 bags of 49.7 instead of 50 kg owe 360 kg; heavy bags owe nothing"
    )
    func makeUpWeight() throws {
        let samples = [Self.tenths(496), Self.tenths(498)]
        #expect(try BulkGoods.makeUpWeight(nominal: Fraction(50), samples: samples, bags: 1200) == Fraction(360))
        #expect(try BulkGoods.makeUpWeight(nominal: Fraction(49), samples: samples, bags: 1200) == .zero)
    }

    @Test("given figures out of range, then they are refused")
    func bounds() {
        #expect(throws: FormulaRefusal.self) { try BulkGoods.contentDeviation(measured: Fraction(101), nominal: .one) }
        #expect(throws: FormulaRefusal.self) { try BulkGoods.contentDeviation(measured: .one, nominal: Fraction(-1)) }
        let limit = BulkGoods.PackageDamageLimit.standard
        #expect(throws: FormulaRefusal.self) { try limit.isReached(broken: 1, loadInTonnes: .zero) }
        #expect(throws: FormulaRefusal.self) { try limit.isReached(broken: -1, loadInTonnes: .one) }
        #expect(throws: FormulaRefusal.self) { try BulkGoods.PackageDamageLimit(bags: 30, loadInTonnes: .zero) }
        #expect(throws: FormulaRefusal.self) { try BulkGoods.PackageDamageLimit(bags: -1, loadInTonnes: .one) }
        #expect(throws: FormulaRefusal.self) { try BulkGoods.makeUpWeight(nominal: .one, samples: [], bags: 1) }
        #expect(throws: FormulaRefusal.self) { try BulkGoods.makeUpWeight(nominal: .one, samples: [.one], bags: -1) }
        #expect(throws: FormulaRefusal.self) {
            try BulkGoods.makeUpWeight(nominal: .one, samples: [Fraction(-1)], bags: 1)
        }
    }

    @Test("given random figures, then more load allows more bags and more bags owe more", arguments: UInt64(1)...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let load = Int64.random(in: 1...1000, using: &random)
        let limit = BulkGoods.PackageDamageLimit.standard
        #expect(try limit.bags(forLoadInTonnes: Fraction(load)) < limit.bags(forLoadInTonnes: Fraction(load + 1)))
        let samples = (0..<5).map { _ in Fraction(.random(in: 480...520, using: &random), decimals: 1) }
        let bags = Int.random(in: 0...10_000, using: &random)
        let owed = try BulkGoods.makeUpWeight(nominal: Fraction(50), samples: samples, bags: bags)
        #expect(
            try .zero <= owed && owed <= BulkGoods.makeUpWeight(nominal: Fraction(50), samples: samples, bags: bags + 1)
        )
        let (left, right) = (
            Fraction(.random(in: 0...100, using: &random)), Fraction(.random(in: 0...100, using: &random))
        )
        let there = try BulkGoods.contentDeviation(measured: left, nominal: right)
        let back = try BulkGoods.contentDeviation(measured: right, nominal: left)
        #expect(try there.points + back.points == .zero && there.isFlagged == back.isFlagged)
    }
}

@Suite("FM-29: silent loss")
struct SilentLossTests {
    @Test(
        "given the worked example, then of 1,000 unhappy 75 complain, 925 are silent, 741.5 are lost, 7,415 are needed"
    )
    func workedExample() throws {
        let loss = try SilentLoss(unhappy: 1000)
        #expect(loss.complaining == Fraction(75) && loss.silent == Fraction(925))
        #expect(loss.lost == Fraction(7415, decimals: 1) && loss.newCustomersNeeded == Fraction(7415))
    }

    @Test("given that 5 or 10 % complain, then 761 or 722 are lost", arguments: [(Int64(5), Int64(761)), (10, 722)])
    func range(percent: Int64, lost: Int64) throws {
        let loss = try SilentLoss(unhappy: 1000, behaviour: .init(complain: .percent(percent)))
        #expect(loss.lost == Fraction(lost))
    }

    @Test("given what it costs to keep a customer, then winning one costs five times that")
    func acquisition() throws {
        let cost = try SilentLoss.acquisitionCost(retentionCost: Money(minorUnits: 12_050, currency: "CNY"))
        #expect(cost == Money(minorUnits: 60_250, currency: "CNY"))
    }

    @Test("given a share outside 0 to 1 or a negative number, then it is refused")
    func bounds() {
        #expect(throws: FormulaRefusal.self) { try SilentLoss(unhappy: -1) }
        #expect(throws: FormulaRefusal.self) { try SilentLoss.Behaviour(complain: Fraction(2)) }
        #expect(throws: FormulaRefusal.self) { try SilentLoss.Behaviour(complain: .one, handledReturn: .percent(-1)) }
        #expect(throws: FormulaRefusal.self) { try SilentLoss.Behaviour(complain: .one, replacements: -1) }
        #expect(throws: FormulaRefusal.self) {
            try SilentLoss.acquisitionCost(retentionCost: Money(minorUnits: -1, currency: "CNY"))
        }
    }

    @Test("given that more of the unhappy complain, then fewer are lost and nobody is counted twice", arguments: 1...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let unhappy = Int.random(in: 0...1_000_000, using: &random)
        var previous = Fraction(Int64(unhappy))
        for percent in Int64(0)...100 {
            let loss = try SilentLoss(unhappy: unhappy, behaviour: .init(complain: .percent(percent)))
            #expect(try loss.complaining + loss.silent == Fraction(Int64(unhappy)))
            #expect(loss.lost <= previous)
            previous = loss.lost
        }
    }
}
