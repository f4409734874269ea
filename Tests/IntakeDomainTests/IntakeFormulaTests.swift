import IntakeDomain
import Testing
import Vocabulary

private func yuan(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, currency: "CNY") }

private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

@Suite("FM-20: connection rate")
struct ConnectionRateTests {
    @Test("given the worked example, then 1,150 of 1,240 calls are 92.74 % and pass")
    func workedExample() throws {
        let rate = try ConnectionRate.assess(connected: 1150, offered: 1240)
        #expect(rate.value.text(decimals: 4) == "0.9274")
        #expect(rate.isMet)
    }

    @Test("given 90 %, then the boundary counts", arguments: [(899, false), (900, true), (901, true)])
    func boundary(connected: Int, isMet: Bool) throws {
        #expect(try ConnectionRate.assess(connected: connected, offered: 1000).isMet == isMet)
    }

    @Test("given no call, more connected than offered or a negative count, then it is refused", arguments: [0, 5, -1])
    func bounds(connected: Int) {
        #expect(throws: FormulaRefusal.self) { try ConnectionRate.assess(connected: connected, offered: 0) }
        #expect(throws: FormulaRefusal.self) { try ConnectionRate.assess(connected: connected, offered: -1) }
        #expect(throws: FormulaRefusal.self) { try ConnectionRate.assess(connected: -1, offered: 9) }
    }

    @Test("given random calls, then the rate is between 0 and 1 and grows with each connected", arguments: 1...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let offered = Int.random(in: 2...100_000, using: &random)
        let connected = Int.random(in: 0..<offered, using: &random)
        let rate = try ConnectionRate.assess(connected: connected, offered: offered).value
        let better = try ConnectionRate.assess(connected: connected + 1, offered: offered).value
        #expect(.zero <= rate && rate < better && better <= .one)
    }
}

@Suite("FM-31: customer claim ratio")
struct ClaimWarningTests {
    private static func warning(cost: Int64 = 1800, revenue: Int64 = 2400, claims: [String] = []) throws -> ClaimWarning
    {
        try ClaimWarning(
            claimCost: yuan(cost),
            revenue: yuan(revenue),
            claimDates: claims.map(day),
            today: day("2026-11-20")
        )
    }

    @Test("given the worked example, then 75 % warns")
    func workedExample() throws {
        let warning = try Self.warning()
        #expect(warning.ratio.value == .percent(75))
        #expect(warning.isHighRatio && !warning.isMultipleClaimant)
    }

    @Test("given 70 %, then the boundary counts", arguments: [(699, false), (700, true)])
    func boundary(cost: Int64, isHigh: Bool) throws {
        #expect(try Self.warning(cost: cost, revenue: 1000).isHighRatio == isHigh)
    }

    @Test(
        "given three claims in twelve months, then the customer is a multiple claimant; older and later ones do not count"
    )
    func multipleClaims() throws {
        let inside = ["2025-11-21", "2026-03-01", "2026-11-20"]
        #expect(try Self.warning(claims: inside).isMultipleClaimant)
        let outside = try Self.warning(claims: ["2025-11-20", "2026-11-21"] + inside.dropLast())
        #expect(outside.claimsInWindow == 2 && !outside.isMultipleClaimant)
    }

    @Test("given no revenue, a negative cost or a window that makes no sense, then it is refused")
    func bounds() {
        #expect(throws: FormulaRefusal.zero(Figure("收入", "the revenue"))) { try Self.warning(revenue: 0) }
        #expect(throws: FormulaRefusal.self) { try Self.warning(cost: -1) }
        #expect(throws: FormulaRefusal.self) {
            try ClaimWarning.Limits(ratio: .atLeast(.one), claims: 0, windowMonths: 12)
        }
        #expect(throws: FormulaRefusal.self) {
            try ClaimWarning.Limits(ratio: .atLeast(.one), claims: 3, windowMonths: .min)
        }
    }

    @Test("given one claim more, then a warning never goes away", arguments: UInt64(1)...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let today = try day("2026-11-20")
        var dates: [CalendarDate] = []
        var previous = 0
        for _ in 0..<10 {
            dates.append(today.adding(days: -Int.random(in: 0...800, using: &random)))
            let warning = try ClaimWarning(claimCost: yuan(1), revenue: yuan(9), claimDates: dates, today: today)
            #expect(previous <= warning.claimsInWindow)
            previous = warning.claimsInWindow
        }
    }
}

@Suite("FM-32: value tier")
struct ValueTierTests {
    private static func customers(_ revenues: [Int64]) -> [ValueTier.Customer<Int>] {
        revenues.enumerated().map { .init($0.offset, revenue: yuan($0.element)) }
    }

    @Test("given the worked example, then 2 of 10 customers make 80 %")
    func workedExample() throws {
        let keys = try ValueTier.keyCustomers(among: Self.customers([500, 300, 60, 40, 30, 25, 20, 10, 8, 7]))
        #expect(keys == [0, 1])
    }

    @Test("given customers in any order and equal revenues, then the set is the smallest and always the same")
    func ties() throws {
        #expect(try ValueTier.keyCustomers(among: Self.customers([1, 5, 5, 5, 5, 5])) == [1, 2, 3, 4, 5])
        #expect(try ValueTier.keyCustomers(among: Self.customers([7])) == [0])
    }

    @Test("given nobody, no revenue at all or a negative one, then it is refused")
    func bounds() {
        #expect(throws: FormulaRefusal.self) { try ValueTier.keyCustomers(among: Self.customers([])) }
        #expect(throws: FormulaRefusal.self) { try ValueTier.keyCustomers(among: Self.customers([0, 0])) }
        #expect(throws: FormulaRefusal.self) { try ValueTier.keyCustomers(among: Self.customers([5, -1])) }
        #expect(throws: FormulaRefusal.self) {
            try ValueTier.keyCustomers(among: Self.customers([5]), share: Fraction(2))
        }
    }

    @Test("given random revenues, then the set reaches the share and no smaller one does", arguments: UInt64(1)...100)
    func smallest(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let revenues = (0..<Int.random(in: 1...40, using: &random)).map { _ in
            Int64.random(in: 1...1000, using: &random)
        }
        let keys = try ValueTier.keyCustomers(among: Self.customers(revenues))
        let total = revenues.reduce(0, +)
        let best = revenues.sorted(by: >)
        #expect(keys.map { revenues[$0] }.reduce(0, +) * 100 >= total * 80)
        #expect(best.prefix(keys.count - 1).reduce(0, +) * 100 < total * 80)
    }
}

@Suite("FM-37: seat planning")
struct SeatPlanTests {
    @Test(
        "given the worked example of 6 erlang, then 7, 8 and 9 seats answer 43.5, 69.8 and 84.7 % within 15 s",
        arguments: [(7, 43.5), (8, 69.8), (9, 84.7)]
    )
    func workedExample(seats: Int, percent: Double) throws {
        let plan = try SeatPlan(callsPerHour: 120, handlingTime: .seconds(180))
        #expect(plan.offeredLoad == 6)
        #expect(abs(plan.answeredInTime(seats: seats) * 100 - percent) < 0.05)
    }

    @Test("given a share to be answered, then the fewest seats that reach it are named", arguments: [0.4, 0.8, 0.999])
    func needed(share: Double) throws {
        let plan = try SeatPlan(callsPerHour: 120, handlingTime: .seconds(180))
        let seats = try plan.seatsNeeded(answering: share)
        #expect(plan.answeredInTime(seats: seats) >= share)
        #expect(plan.answeredInTime(seats: seats - 1) < share)
    }

    @Test("given too few seats, then nobody is answered in time; given no calls, then one seat answers all")
    func edges() throws {
        let plan = try SeatPlan(callsPerHour: 120, handlingTime: .seconds(180))
        #expect(plan.answeredInTime(seats: 6) == 0)
        #expect(plan.answeredInTime(seats: -1) == 0)
        let quiet = try SeatPlan(callsPerHour: 0, handlingTime: .seconds(180))
        #expect(try quiet.seatsNeeded(answering: 0.9) == 1)
    }

    @Test("given figures out of range, then they are refused")
    func bounds() throws {
        #expect(throws: FormulaRefusal.self) { try SeatPlan(callsPerHour: -1, handlingTime: .seconds(180)) }
        #expect(throws: FormulaRefusal.self) { try SeatPlan(callsPerHour: 1, handlingTime: .zero) }
        #expect(throws: FormulaRefusal.self) {
            try SeatPlan(callsPerHour: 1, handlingTime: .seconds(9), answerWithin: .seconds(-1))
        }
        let plan = try SeatPlan(callsPerHour: 1_000_000, handlingTime: .days(1))
        #expect(throws: FormulaRefusal.tooLarge) { try plan.seatsNeeded(answering: 0.5) }
        #expect(throws: FormulaRefusal.self) { try plan.seatsNeeded(answering: 1) }
        #expect(throws: FormulaRefusal.self) { try plan.seatsNeeded(answering: .nan) }
    }

    @Test("given random loads, then a further seat never answers fewer calls in time", arguments: UInt64(1)...50)
    func monotone(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let plan = try SeatPlan(
            callsPerHour: .random(in: 0...2000, using: &random),
            handlingTime: .seconds(Int64.random(in: 10...600, using: &random)),
            answerWithin: .seconds(Int64.random(in: 0...60, using: &random))
        )
        var previous = 0.0
        for seats in stride(from: 0, through: 500, by: 7) {
            let share = plan.answeredInTime(seats: seats)
            #expect(previous <= share + 1e-12 && (0...1).contains(share))
            previous = share
        }
    }
}
