import DispatchDomain
import Testing
import Vocabulary

private func yuan(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, currency: "CNY") }

@Suite("FM-03: actual pay")
struct PayTests {
    @Test("given the worked example, then 3,600 and 3,000 make 6,600")
    func workedExample() throws {
        let pay = try Pay(average: yuan(6000), kpi: Fraction(125, decimals: 2))
        #expect(pay.base == yuan(3600) && pay.performance == yuan(3000) && pay.total == yuan(6600))
    }

    @Test(
        "given the lowest and the highest KPI, then the pay is 4,800 and 15,600",
        arguments: [("0.5", 4800), ("5", 15_600)]
    )
    func range(kpi: String, total: Int64) throws {
        #expect(try Pay(average: yuan(6000), kpi: #require(Fraction(kpi))).total == yuan(total))
    }

    @Test("given a KPI or a factor out of range, then it is refused", arguments: ["0.49", "5.01", "-1"])
    func bounds(text: String) throws {
        let value = try #require(Fraction(text))
        #expect(throws: FormulaRefusal.self) { try Pay(average: yuan(1), kpi: value) }
        #expect(throws: FormulaRefusal.self) { try PayFactors(base: value) }
        #expect(throws: FormulaRefusal.self) { try Pay(average: yuan(-1), kpi: .one) }
    }

    @Test(
        "given random figures, then factors make one, a KPI of one pays the average, a higher one never less",
        arguments: 1...100
    )
    func properties(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let average = Money(minorUnits: .random(in: 0...5_000_000, using: &random), currency: "CNY")
        let factors = try PayFactors(base: .percent(.random(in: 50...80, using: &random)))
        #expect(try factors.base + factors.performance == .one)
        let asAgreed = try Pay(average: average, kpi: .one, factors: factors)
        #expect(abs(asAgreed.total.minorUnits - average.minorUnits) <= 1)
        var previous: Int64 = 0
        for tenths in Int64(5)...50 {
            let pay = try Pay(average: average, kpi: Fraction(tenths, decimals: 1), factors: factors)
            #expect(previous <= pay.total.minorUnits)
            #expect(try pay.total == pay.base + pay.performance)
            previous = pay.total.minorUnits
        }
    }
}

@Suite("FM-04: KPI scheme check")
struct SchemeCheckTests {
    private static func staff(below: Int, of all: Int) -> [Fraction] {
        (0..<all).map { $0 < below ? Fraction(9, decimals: 1) : .one }
    }

    @Test("given the worked example, then 18 of 20 are 90 % and the scheme is wrong")
    func workedExample() throws {
        let check = try SchemeCheck.assess(kpis: Self.staff(below: 18, of: 20))
        #expect(check.value == .percent(90) && check.isMet)
    }

    @Test("given 80 % below one, then the boundary counts", arguments: [(15, false), (16, true)])
    func boundary(below: Int, isWrong: Bool) throws {
        #expect(try SchemeCheck.assess(kpis: Self.staff(below: below, of: 20)).isMet == isWrong)
        #expect(throws: FormulaRefusal.self) { try SchemeCheck.assess(kpis: []) }
    }

    @Test("given one person more below one, then the share grows", arguments: [1, 20, 77])
    func monotone(all: Int) throws {
        let shares = try (0...all).map { try SchemeCheck.assess(kpis: Self.staff(below: $0, of: all)).value }
        #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 < $1 } && shares.last == .one)
    }
}

@Suite("FM-39: after-sale fee")
struct AfterSaleFeeTests {
    @Test(
        "given the worked example, then the fee is 550 and a guarantee takes it off the customer unless the customer caused it",
        arguments: [(true, false, 0), (true, true, 550), (false, false, 550), (false, true, 550)]
    )
    func workedExample(isUnderGuarantee: Bool, isCustomerCaused: Bool, customerPays: Int64) throws {
        let fee = try AfterSaleFee(
            material: yuan(320),
            transport: yuan(80),
            labour: yuan(150),
            isUnderGuarantee: isUnderGuarantee,
            isCustomerCaused: isCustomerCaused
        )
        #expect(fee.total == yuan(550) && fee.customerPays == yuan(customerPays))
    }

    @Test("given a negative line, another currency or too much, then it is refused")
    func bounds() {
        func refuse(_ material: Money, _ labour: Money) {
            #expect(throws: FormulaRefusal.self) {
                try AfterSaleFee(
                    material: material,
                    transport: yuan(1),
                    labour: labour,
                    isUnderGuarantee: false,
                    isCustomerCaused: false
                )
            }
        }
        refuse(yuan(-1), yuan(1))
        refuse(yuan(1), yuan(-1))
        refuse(yuan(1), Money(minorUnits: 1, currency: "EUR"))
        refuse(Money(minorUnits: .max, currency: "CNY"), yuan(1))
    }

    @Test("given random lines, then the customer pays all or nothing", arguments: UInt64(1)...50)
    func allOrNothing(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let lines = (0..<3).map { _ in yuan(.random(in: 0...10_000, using: &random)) }
        let fee = try AfterSaleFee(
            material: lines[0],
            transport: lines[1],
            labour: lines[2],
            isUnderGuarantee: .random(using: &random),
            isCustomerCaused: .random(using: &random)
        )
        #expect(fee.total.minorUnits == lines.reduce(0) { $0 + $1.minorUnits })
        #expect(fee.customerPays == fee.total || fee.customerPays == yuan(0))
    }
}

@Suite("FM-40: installer reward and deduction")
struct InstallerIncentiveTests {
    private static func amount(_ incentive: InstallerIncentive, days: Int, isAccepted: Bool = true) throws -> Money {
        let planned = try #require(CalendarDate("2026-03-01"))
        return try incentive.amount(
            planned: planned,
            finished: planned.adding(days: days),
            isQualityAccepted: isAccepted
        )
    }

    @Test("given the worked example at 100 a day, then 2 days early are +200 and 3 days late −300")
    func workedExample() throws {
        let incentive = try InstallerIncentive(rewardPerDay: yuan(100), deductionPerDay: yuan(100))
        #expect(try Self.amount(incentive, days: -2) == yuan(200))
        #expect(try Self.amount(incentive, days: 3) == yuan(-300))
        #expect(try Self.amount(incentive, days: 0) == yuan(0))
    }

    @Test("given early work that is not accepted, then there is no reward; given no rates, then there is nothing")
    func acceptance() throws {
        let incentive = try InstallerIncentive(rewardPerDay: yuan(100), deductionPerDay: yuan(100))
        #expect(try Self.amount(incentive, days: -2, isAccepted: false) == yuan(0))
        #expect(try Self.amount(incentive, days: 3, isAccepted: false) == yuan(-300))
        #expect(try Self.amount(.standard, days: 3) == yuan(0))
    }

    @Test("given negative rates or two currencies, then they are refused")
    func bounds() {
        #expect(throws: FormulaRefusal.self) {
            try InstallerIncentive(rewardPerDay: yuan(-1), deductionPerDay: yuan(0))
        }
        #expect(throws: FormulaRefusal.self) {
            try InstallerIncentive(rewardPerDay: yuan(0), deductionPerDay: Money(minorUnits: 1, currency: "EUR"))
        }
    }

    @Test("given a later day, then the amount never grows", arguments: [true, false])
    func monotone(isAccepted: Bool) throws {
        let incentive = try InstallerIncentive(rewardPerDay: yuan(70), deductionPerDay: yuan(30))
        let amounts = try (0...60).map { try Self.amount(incentive, days: $0, isAccepted: isAccepted).minorUnits }
        #expect(zip(amounts, amounts.dropFirst()).allSatisfy { $0 >= $1 })
        let early = try (-30...0).map { try Self.amount(incentive, days: $0).minorUnits }
        #expect(zip(early, early.dropFirst()).allSatisfy { $0 > $1 })
    }
}
