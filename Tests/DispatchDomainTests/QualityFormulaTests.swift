import DispatchDomain
import Testing
import Vocabulary

@Suite("FM-21: clock compliance")
struct ClockComplianceTests {
    @Test("given the worked example, then 188 of 200 are 94 %")
    func workedExample() throws {
        #expect(try ClockCompliance.share(inTime: 188, all: 200) == .percent(94))
    }

    @Test(
        "given no promise, or more kept than made, then it is refused",
        arguments: [(0, 0), (2, 1), (-1, 3), (0, -1)]
    )
    func bounds(inTime: Int, all: Int) {
        #expect(throws: FormulaRefusal.self) { try ClockCompliance.share(inTime: inTime, all: all) }
    }

    @Test("given one promise more kept, then the share grows from 0 to 1", arguments: [1, 13, 200])
    func monotone(all: Int) throws {
        let shares = try (0...all).map { try ClockCompliance.share(inTime: $0, all: all) }
        #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 < $1 } && shares.first == .zero && shares.last == .one)
    }
}

@Suite("FM-22: repeat repairs")
struct RepeatRepairsTests {
    private static func repair(_ serial: String, _ fault: String, _ day: Int) -> RepeatRepairs.Repair {
        .init(serial: serial, faultCode: fault, finishedOn: CalendarDate(daysSinceEpoch: 20_000 + day))
    }

    @Test("given the worked example, then 6 of 150 are 4 %")
    func workedExample() throws {
        #expect(try RepeatRepairs(repeats: 6, repairs: 150).rate == .percent(4))
    }

    @Test("given repairs of the same serial and fault, then those within 30 days of the last count; the 30th does")
    func window() throws {
        let repairs = [
            Self.repair("S1", "F1", 0), Self.repair("S1", "F1", 30), Self.repair("S1", "F1", 61),
            Self.repair("S1", "F2", 61), Self.repair("S2", "F1", 61),
        ]
        let result = try RepeatRepairs(repairs)
        #expect(result.repeats == 1 && result.rate == .percent(20))
        #expect(try RepeatRepairs(repairs.reversed()) == result)
    }

    @Test("given no repairs or counts that contradict each other, then they are refused")
    func bounds() {
        #expect(throws: FormulaRefusal.self) { try RepeatRepairs([]) }
        #expect(throws: FormulaRefusal.self) { try RepeatRepairs(repeats: 2, repairs: 1) }
        #expect(throws: FormulaRefusal.self) { try RepeatRepairs([Self.repair("S", "F", 0)], windowInDays: -1) }
    }

    @Test("given random repairs, then a wider window never finds fewer repeats", arguments: UInt64(1)...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let repairs = (0..<60).map { _ in
            Self.repair(
                "S\(Int.random(in: 0...3, using: &random))",
                "F\(Int.random(in: 0...1, using: &random))",
                .random(in: 0...400, using: &random)
            )
        }
        var previous = 0
        for window in [0, 1, 7, 30, 90, 400] {
            let repeats = try RepeatRepairs(repairs, windowInDays: window).repeats
            #expect(previous <= repeats && repeats < repairs.count)
            previous = repeats
        }
        #expect(try RepeatRepairs(repairs.shuffled(using: &random)) == RepeatRepairs(repairs))
    }
}

@Suite("FM-30: outlet claim risk")
struct OutletClaimRiskTests {
    private static func rates(
        outlet: Int64 = 42,
        history: Int64 = 22,
        mean: Int64 = 25,
        deviation: Int64 = 6,
        factoryBefore: Int64 = 30,
        factoryNow: Int64 = 24
    ) -> OutletClaimRisk.Rates {
        func rate(_ tenths: Int64) -> Fraction { Fraction(tenths, decimals: 1) }
        return OutletClaimRisk.Rates(
            outlet: rate(outlet),
            outletHistory: rate(history),
            regionMean: rate(mean),
            regionDeviation: rate(deviation),
            factoryBefore: rate(factoryBefore),
            factoryNow: rate(factoryNow)
        )
    }

    @Test("given the worked example, then z is 2.83, history +90.9 %, factory −20 %, and all three flags are raised")
    func workedExample() throws {
        let risk = try OutletClaimRisk(Self.rates())
        #expect(risk.deviations.text(decimals: 2) == "2.83")
        #expect(risk.historyGrowth.text(decimals: 3) == "0.909")
        #expect(risk.factoryGrowth == .percent(-20))
        #expect(risk.flags == Set(OutletClaimRisk.Flag.allCases))
    }

    @Test("given two deviations or half as much again, then the boundaries count")
    func boundaries() throws {
        let same = try OutletClaimRisk(Self.rates(outlet: 37, history: 20, factoryNow: 31))
        #expect(same.flags == [.aboveRegion, .aboveHistory])
        let below = try OutletClaimRisk(Self.rates(outlet: 36, history: 24, mean: 25, factoryNow: 31))
        #expect(below.flags == [.aboveHistory])
        #expect(try OutletClaimRisk(Self.rates(outlet: 35, history: 24, factoryNow: 31)).flags.isEmpty)
    }

    @Test("given nothing to compare with or a negative rate, then it is refused")
    func bounds() {
        let faulty = [
            Self.rates(history: 0), Self.rates(deviation: 0), Self.rates(factoryBefore: 0), Self.rates(outlet: -1),
            Self.rates(deviation: -1), Self.rates(factoryNow: -1),
        ]
        for rates in faulty {
            #expect(throws: FormulaRefusal.self) { try OutletClaimRisk(rates) }
        }
    }

    @Test("given a higher rate of the outlet, then the flags of region and history never go away", arguments: 1...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let history = Int64.random(in: 1...100, using: &random)
        let mean = Int64.random(in: 0...100, using: &random)
        let deviation = Int64.random(in: 1...50, using: &random)
        var previous: Set<OutletClaimRisk.Flag> = []
        for outlet in Int64(0)...300 {
            let risk = try OutletClaimRisk(
                Self.rates(outlet: outlet, history: history, mean: mean, deviation: deviation)
            )
            let flags = risk.flags.subtracting([.againstFactoryTrend])
            #expect(previous.isSubset(of: flags))
            previous = flags
        }
    }
}
