import Testing
import Vocabulary

@Suite("Working calendar")
struct WorkingCalendarTests {
    /// 2026-11-20 is a Friday.
    static let friday15 = instant("2026-11-20T15:00:00+08:00")
    typealias Period = WorkingCalendar.Period

    static let officeHours = [
        Period(from: .hours(9), to: .hours(12)), .init(from: .hours(13), to: .hours(18)),
    ]

    static func instant(_ text: String) -> Timestamp {
        Timestamp(text) ?? Timestamp(0)
    }

    static func office(
        holidays: Set<CalendarDate> = [],
        makeUpDays: Set<CalendarDate> = []
    ) throws -> WorkingCalendar {
        var days: [CalendarDate: WorkingCalendar.SpecialDay] = [:]
        for day in holidays { days[day] = .init(.holiday, Bilingual(zh: "放假", en: "holiday")) }
        for day in makeUpDays { days[day] = .init(.makeUpDay, Bilingual(zh: "调休上班", en: "make-up day")) }
        return try WorkingCalendar(periods: officeHours, specialDays: days)
    }

    static func day(_ text: String) throws -> CalendarDate {
        try #require(CalendarDate(text))
    }

    @Test("CK-06: given Friday 15:00, when one working day is added, then it is Monday 15:00")
    func oneWorkingDay() {
        let due = WorkingCalendar.wholeWeekdays.adding(workingDays: 1, to: Self.friday15)
        #expect(due == Self.instant("2026-11-23T15:00:00+08:00"))
    }

    @Test("CK-06: given Friday 15:00, when five working days are added, then it is the next Friday 15:00")
    func fiveWorkingDays() {
        let due = WorkingCalendar.wholeWeekdays.adding(workingDays: 5, to: Self.friday15)
        #expect(due == Self.instant("2026-11-27T15:00:00+08:00"))
    }

    @Test(
        "CK-06: given office hours, when the working time of one day is added on Friday 15:00, then it is Monday 15:00"
    )
    func workingTimeOfOneDay() throws {
        let calendar = try Self.office()
        #expect(calendar.lengthOfWorkingDay == .hours(8))
        let due = calendar.adding(workingTime: calendar.lengthOfWorkingDay, to: Self.friday15)
        #expect(due == Self.instant("2026-11-23T15:00:00+08:00"))
    }

    @Test("given a lunch break, when time is added across it, then the break does not count")
    func severalPeriods() throws {
        let calendar = try Self.office()
        let start = Self.instant("2026-11-20T11:30:00+08:00")
        #expect(calendar.adding(workingTime: .minutes(31), to: start) == Self.instant("2026-11-20T13:01:00+08:00"))
        #expect(calendar.adding(workingTime: .minutes(30), to: start) == Self.instant("2026-11-20T12:00:00+08:00"))
        let spanned = calendar.workingTime(from: start, to: Self.instant("2026-11-20T13:15:00+08:00"))
        #expect(spanned == .minutes(45))
    }

    @Test("given seconds, when time is added, then the result is exact to the second")
    func exactToTheSecond() throws {
        let calendar = try Self.office()
        let start = Self.instant("2026-11-20T17:59:59+08:00")
        #expect(calendar.adding(workingTime: .seconds(1), to: start) == Self.instant("2026-11-20T18:00:00+08:00"))
        #expect(calendar.adding(workingTime: .seconds(2), to: start) == Self.instant("2026-11-23T09:00:01+08:00"))
    }

    @Test("given a holiday, when a working day is added, then the holiday is skipped")
    func holiday() throws {
        let calendar = try Self.office(holidays: [Self.day("2026-11-23")])
        #expect(
            calendar.adding(workingDays: 1, to: Self.friday15) == Self.instant("2026-11-24T15:00:00+08:00")
        )
        let span = calendar.workingTime(from: Self.friday15, to: Self.instant("2026-11-24T10:00:00+08:00"))
        #expect(span == .hours(4))
    }

    @Test("given a make-up day on a weekend or on a holiday, when a working day is added, then it counts")
    func makeUpDay() throws {
        let calendar = try Self.office(
            holidays: [Self.day("2026-11-23")],
            makeUpDays: [Self.day("2026-11-21"), Self.day("2026-11-23")]
        )
        #expect(
            calendar.adding(workingDays: 1, to: Self.friday15) == Self.instant("2026-11-21T15:00:00+08:00")
        )
        #expect(
            calendar.adding(workingDays: 2, to: Self.friday15) == Self.instant("2026-11-23T15:00:00+08:00")
        )
        #expect(try !calendar.isWorkingDay(Self.day("2026-11-22")))
    }

    @Test(
        "given a start outside working time, when it is moved on, then it is the beginning of the next period",
        arguments: [
            ("2026-11-20T07:00:00+08:00", "2026-11-20T09:00:00+08:00"),
            ("2026-11-20T12:30:00+08:00", "2026-11-20T13:00:00+08:00"),
            ("2026-11-20T18:00:00+08:00", "2026-11-23T09:00:00+08:00"),
            ("2026-11-22T23:59:59+08:00", "2026-11-23T09:00:00+08:00"),
            ("2026-11-20T10:00:00+08:00", "2026-11-20T10:00:00+08:00"),
        ]
    )
    func nextWorkingTime(start: String, expected: String) throws {
        #expect(try Self.office().nextWorkingTime(from: Self.instant(start)) == Self.instant(expected))
    }

    @Test("given a Saturday, when one working day is added, then it is the beginning of Tuesday")
    func startOnFreeDay() {
        let due = WorkingCalendar.wholeWeekdays.adding(
            workingDays: 1,
            to: Self.instant("2026-11-21T15:00:00+08:00")
        )
        #expect(due == Self.instant("2026-11-24T00:00:00+08:00"))
    }

    @Test("given any start, when working time is added, then exactly that much lies between", arguments: 0..<200)
    func roundTrip(step: Int) throws {
        let calendar = try Self.office(
            holidays: [Self.day("2026-10-01"), Self.day("2026-10-02"), Self.day("2027-01-01")],
            makeUpDays: [Self.day("2026-10-10")]
        )
        let start = Self.instant("2026-09-25T00:00:00+08:00") + .seconds(Int64(step) * 7919)
        let span = Duration.seconds(Int64(step * step) * 31 + 1)
        let end = calendar.adding(workingTime: span, to: start)
        #expect(calendar.workingTime(from: start, to: end) == span)
        #expect(calendar.workingTime(from: start, to: end - .seconds(1)) == span - .seconds(1))
    }

    @Test("given a span before 1970, when it is measured, then it is the same as after")
    func beforeTheEpoch() {
        let calendar = WorkingCalendar.wholeWeekdays
        let start = Self.instant("1969-12-26T15:00:00+08:00")
        #expect(calendar.adding(workingDays: 1, to: start) == Self.instant("1969-12-29T15:00:00+08:00"))
        let decades = calendar.workingTime(from: start, to: Self.instant("2026-11-20T15:00:00+08:00"))
        #expect(decades == .days(2969 * 5))
    }

    @Test("given a span that ends before it starts, when it is measured, then it is nothing")
    func reversed() throws {
        let calendar = try Self.office()
        #expect(calendar.workingTime(from: Self.friday15, to: Self.friday15 - .hours(1)) == .zero)
        #expect(calendar.adding(workingTime: .zero, to: Self.friday15) == Self.friday15)
        #expect(calendar.adding(workingDays: 0, to: Self.friday15) == Self.friday15)
    }

    @Test("given periods that make no sense, when a calendar is made, then the refusal says which")
    func refusesNonsense() {
        let (empty, late) = (Period(from: .hours(9), to: .hours(9)), Period(from: .hours(9), to: .hours(25)))
        let (first, second) = (Period(from: .hours(9), to: .hours(12)), Period(from: .hours(11), to: .hours(13)))
        let all = Set(Weekday.allCases)
        #expect(throws: CalendarRefusal.nothingWorked) { try WorkingCalendar(periods: []) }
        #expect(throws: CalendarRefusal.faultyPeriod(empty)) { try WorkingCalendar(periods: [empty]) }
        #expect(throws: CalendarRefusal.faultyPeriod(late)) { try WorkingCalendar(periods: [late]) }
        #expect(throws: CalendarRefusal.overlappingPeriods(first, second)) {
            try WorkingCalendar(periods: [first, second])
        }
        #expect(throws: CalendarRefusal.nothingWorked) {
            try WorkingCalendar(periods: Self.officeHours, weekend: all)
        }
        #expect(throws: CalendarRefusal.faultyPeriod(late)) {
            try WorkingCalendar(periods: Self.officeHours, otherHours: [.saturday: [late]])
        }
        #expect(CalendarRefusal.faultyPeriod(late).explanation.zh.contains("09:00–25:00"))
    }

    @Test("given a zone, when an instant is read on its wall clock, then day and time are local")
    func zoneOffset() throws {
        let late = Self.instant("2026-11-20T18:30:00Z")
        #expect(ZoneOffset.shanghai.wallClock(at: late).timeOfDay == .minutes(150))
        #expect(try ZoneOffset.shanghai.day(of: late) == Self.day("2026-11-21"))
        #expect(try ZoneOffset.utc.day(of: late) == Self.day("2026-11-20"))
        #expect(
            try ZoneOffset.shanghai.instant(on: Self.day("2026-11-21"), at: .minutes(150)) == late
        )
    }
}
