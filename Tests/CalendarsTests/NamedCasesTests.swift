import Calendars
import Testing
import Vocabulary

/// The faults that users of other products report most.
@Suite("Working time where others go wrong")
struct NamedCasesTests {
    private typealias Period = WorkingCalendar.Period

    private static func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private static let officeHours = [
        Period(from: .hours(9), to: .hours(12)), Period(from: .hours(13), to: .hours(18)),
    ]

    private static func add(_ time: Duration, to start: String, _ calendar: WorkingCalendar) throws -> Timestamp {
        try calendar.adding(workingTime: time, to: instant(start))
    }

    @Test("midnight: given a night shift in two periods, then midnight is no break and no second is lost")
    func midnight() throws {
        let night = [Period(from: .zero, to: .hours(8)), Period(from: .hours(20), to: .days(1))]
        let calendar = try WorkingCalendar(periods: night, weekend: [])
        let start = "2026-11-20T23:59:59+08:00"
        #expect(try Self.add(.seconds(1), to: start, calendar) == Self.instant("2026-11-21T00:00:00+08:00"))
        #expect(try Self.add(.seconds(2), to: start, calendar) == Self.instant("2026-11-21T00:00:01+08:00"))
        let spans = try calendar.workedSpans(from: Self.instant(start), to: Self.instant("2026-11-21T20:00:00+08:00"))
        #expect(spans.count == 1)
    }

    @Test(
        "lunch break: given a start in the break, then it counts from its end; given one that ends with it, then not a second more"
    )
    func lunchBreak() throws {
        let calendar = try WorkingCalendar(periods: Self.officeHours)
        #expect(
            try Self.add(.minutes(30), to: "2026-11-20T12:30:00+08:00", calendar)
                == Self.instant("2026-11-20T13:30:00+08:00")
        )
        #expect(
            try Self.add(.hours(3), to: "2026-11-20T09:00:00+08:00", calendar)
                == Self.instant("2026-11-20T12:00:00+08:00")
        )
    }

    @Test("24/7: given a calendar round the clock, then working time is wall-clock time")
    func roundTheClock() throws {
        let calendar = WorkingCalendar.roundTheClock
        #expect(
            try Self.add(.hours(100), to: "2026-11-20T15:00:01+08:00", calendar)
                == Self.instant("2026-11-24T19:00:01+08:00")
        )
        #expect(
            try calendar.adding(workingDays: 2, to: Self.instant("2026-11-20T15:00:00+08:00"))
                == Self.instant("2026-11-22T15:00:00+08:00")
        )
    }

    @Test("holiday added later: given the same start, then the due time moves by that day and only from there on")
    func holidayAddedLater() throws {
        let before = try WorkingCalendar(periods: Self.officeHours)
        let holiday = WorkingCalendar.SpecialDay(.holiday, Bilingual(zh: "放假", en: "day off"))
        let after = try before.adding(specialDays: [Self.day("2026-11-24"): holiday])
        let start = "2026-11-20T15:00:00+08:00"
        #expect(try Self.add(.hours(16), to: start, before) == Self.instant("2026-11-24T15:00:00+08:00"))
        #expect(try Self.add(.hours(16), to: start, after) == Self.instant("2026-11-25T15:00:00+08:00"))
        #expect(try Self.add(.hours(8), to: start, before) == Self.add(.hours(8), to: start, after))
    }

    @Test(
        "daylight saving: given Berlin's nights round the clock, then the spring day has 23 hours and the autumn day 25",
        arguments: [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)]
    )
    func lengthOfDay(date: String, hours: Int64) throws {
        let zone = try ZoneTests.berlin.get()
        let calendar = try WorkingCalendar(periods: [.wholeDay], weekend: [], zone: zone)
        let day = try Self.day(date)
        let (start, end) = (zone.instant(on: day), zone.instant(on: day.adding(days: 1)))
        #expect(end - start == .hours(hours))
        #expect(calendar.workingTime(from: start, to: end) == .hours(hours))
    }

    @Test("daylight saving: given work from 01:00 to 04:00, then spring has two hours of it and autumn four")
    func nightWork() throws {
        let calendar = try WorkingCalendar(
            periods: [Period(from: .hours(1), to: .hours(4))],
            weekend: [],
            zone: ZoneTests.berlin.get()
        )
        let spring = try Self.instant("2026-03-29T00:00:00+01:00")
        #expect(calendar.workingTime(from: spring, to: spring + .hours(12)) == .hours(2))
        #expect(calendar.adding(workingTime: .hours(2), to: spring) == (try Self.instant("2026-03-29T04:00:00+02:00")))
        let autumn = try Self.instant("2026-10-25T00:00:00+02:00")
        #expect(calendar.workingTime(from: autumn, to: autumn + .hours(12)) == .hours(4))
        #expect(calendar.adding(workingTime: .hours(2), to: autumn) == (try Self.instant("2026-10-25T02:00:00+01:00")))
    }

    @Test("daylight saving: given a working day that ends in another offset, then the time of day stays")
    func daysKeepTheTimeOfDay() throws {
        let calendar = try WorkingCalendar(periods: Self.officeHours, zone: ZoneTests.berlin.get())
        let friday = try Self.instant("2026-03-27T15:00:00+01:00")
        #expect(calendar.adding(workingDays: 1, to: friday) == (try Self.instant("2026-03-30T15:00:00+02:00")))
        #expect(calendar.adding(workingTime: .hours(8), to: friday) == (try Self.instant("2026-03-30T15:00:00+02:00")))
    }

    @Test("month end and 31 December: given work over them, then nothing is lost and New Year's Day is free")
    func endOfMonthAndYear() throws {
        let calendar = try WorkingCalendar.chinaWeekdays()
        #expect(
            try calendar.adding(workingDays: 1, to: Self.instant("2026-03-31T09:00:00+08:00"))
                == Self.instant("2026-04-01T09:00:00+08:00")
        )
        #expect(
            try calendar.adding(workingDays: 1, to: Self.instant("2025-12-31T15:00:00+08:00"))
                == Self.instant("2026-01-04T15:00:00+08:00")
        )
        #expect(
            try Self.add(.hours(9) + .seconds(1), to: "2025-12-31T15:00:00+08:00", calendar)
                == Self.instant("2026-01-04T00:00:01+08:00")
        )
        #expect(
            try calendar.workingTime(
                from: Self.instant("2025-12-31T23:59:59+08:00"),
                to: Self.instant("2026-01-01T00:00:01+08:00")
            ) == .seconds(1)
        )
    }

    @Test("half Saturday: given a day with shorter hours, then a working day ends with them at the latest")
    func halfSaturday() throws {
        let saturday = [Weekday.saturday: [Period(from: .hours(9), to: .hours(12))]]
        let calendar = try WorkingCalendar(periods: Self.officeHours, weekend: [.sunday], otherHours: saturday)
        let friday = try Self.instant("2026-11-20T15:00:00+08:00")
        #expect(calendar.adding(workingDays: 1, to: friday) == (try Self.instant("2026-11-21T12:00:00+08:00")))
        #expect(calendar.adding(workingDays: 2, to: friday) == (try Self.instant("2026-11-23T15:00:00+08:00")))
        #expect(calendar.adding(workingTime: .hours(7), to: friday) == (try Self.instant("2026-11-23T10:00:00+08:00")))
    }

    @Test("the ends of time: given the largest figures, then nothing traps")
    func extremes() throws {
        let calendar = try WorkingCalendar.chinaWeekdays()
        let instants = [Timestamp(microsecondsSinceEpoch: .min), Timestamp(0), Timestamp(microsecondsSinceEpoch: .max)]
        for start in instants {
            for end in instants { _ = calendar.workingTime(from: start, to: end) }
            _ = calendar.adding(workingTime: .seconds(Int64.max), to: start)
            _ = calendar.adding(workingDays: .max, to: start)
            _ = calendar.nextWorkingTime(from: start)
            _ = calendar.isWorkingTime(start)
        }
    }

    @Test("the ends of time: given figures that no clock shows, then they are refused or cut, and nothing traps")
    func absurdFigures() throws {
        let endless = Period(from: .zero, to: .seconds(Int64.max))
        let refusal = #expect(throws: CalendarRefusal.faultyPeriod(endless)) { try WorkingCalendar(periods: [endless]) }
        #expect(refusal?.explanation.en.isEmpty == false)
        #expect(throws: CalendarRefusal.faultyZone("X")) { try TimeZoneRules(identifier: "X", secondsEast: .min) }
        let day = try Self.day("2026-11-20")
        #expect(
            TimeZoneRules.utc.instant(on: day, at: .seconds(Int64.max)) == (try Self.instant("2026-11-21T00:00:00Z"))
        )
        let clock = DeadlineClock(
            startedAt: Timestamp(0),
            target: .elapsed(.seconds(Int64.max)),
            warnings: [.before(.seconds(Int64.max)), .used(percent: .max)]
        )
        #expect(clock.explain(in: .roundTheClock, now: Timestamp(0)).count == 3)
        #expect(clock.noticing(in: .roundTheClock, now: Timestamp(0)) == [.warned(.before(.seconds(Int64.max)))])
    }
}
