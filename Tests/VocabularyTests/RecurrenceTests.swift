import Testing
import Vocabulary

@Suite("What comes round")
struct RecurrenceTests {
    private static func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    @Test(
        "given a rule, when the next time is asked, then it is by the wall clock",
        arguments: [
            (Recurrence.daily(at: .hours(2)), "2026-11-20T02:00:00+08:00", "2026-11-21T02:00:00+08:00"),
            (.weekly(.friday, at: .hours(14)), "2026-11-20T13:59:59+08:00", "2026-11-20T14:00:00+08:00"),
            (.weekly(.friday, at: .hours(14)), "2026-11-20T14:00:00+08:00", "2026-11-27T14:00:00+08:00"),
            (
                .monthly(in: Recurrence.everyMonth, on: [.day(30)], at: .hours(18)), "2026-01-31T00:00:00+08:00",
                "2026-02-28T18:00:00+08:00"
            ),
            (
                .monthly(in: Recurrence.everyMonth, on: [.day(30)], at: .hours(18)), "2026-03-01T00:00:00+08:00",
                "2026-03-30T18:00:00+08:00"
            ),
            (
                .monthly(in: Recurrence.everyMonth, on: [.last], at: .hours(18)), "2026-12-31T17:00:00+08:00",
                "2026-12-31T18:00:00+08:00"
            ),
            (
                .monthly(in: [5, 10], on: [.day(1)], at: .zero), "2026-05-01T00:00:00+08:00",
                "2026-10-01T00:00:00+08:00"
            ),
            (.workingDays(at: .hours(18)), "2026-11-20T18:00:00+08:00", "2026-11-23T18:00:00+08:00"),
        ]
    )
    func next(rule: Recurrence, after: String, expected: String) throws {
        #expect(try rule.next(after: Self.instant(after), in: .wholeWeekdays) == Self.instant(expected))
    }

    @Test("given a rule that never holds, then there is no next time")
    func never() {
        #expect(Recurrence.monthly(in: [], on: [.last], at: .zero).next(after: Timestamp(0), in: .wholeWeekdays) == nil)
    }

    @Test("given a year, then a monthly rule comes twelve times and no time is missed or told twice")
    func year() throws {
        let rule = Recurrence.monthly(in: Recurrence.everyMonth, on: [.day(30)], at: .hours(18))
        let (start, end) = try (Self.instant("2025-12-31T00:00:00+08:00"), Self.instant("2026-12-31T00:00:00+08:00"))
        let all = rule.occurrences(after: start, through: end, in: .wholeWeekdays)
        #expect(all.count == 12)
        let middle = start + .days(100)
        let halves =
            rule.occurrences(after: start, through: middle, in: .wholeWeekdays)
            + rule.occurrences(after: middle, through: end, in: .wholeWeekdays)
        #expect(halves == all)
    }

    @Test("given CK-12, then return calls come monthly in the first year and quarterly afterwards")
    func anchored() throws {
        let rule = ScheduleDefinition.Rule.anchored(to: "delivery", [.init(.months(1), times: 12), .init(.months(3))])
        let delivered = try #require(CalendarDate("2026-01-31"))
        let days = [1, 2, 12, 13, 14].map { rule.day(number: $0, from: delivered)?.description }
        #expect(days == ["2026-02-28", "2026-03-31", "2027-01-31", "2027-04-30", "2027-07-31"])
        #expect(rule.day(number: 0, from: delivered) == nil)
    }
}
