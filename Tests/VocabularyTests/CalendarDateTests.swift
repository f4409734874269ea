import Testing
import Vocabulary

@Suite("Calendar date")
struct CalendarDateTests {
    @Test(
        "given a day that exists, when it is read and written, then it is the same",
        arguments: ["1970-01-01", "2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01", "9999-12-31"]
    )
    func roundTrip(text: String) throws {
        let date = try #require(CalendarDate(text))
        #expect(date.description == text)
        #expect(CalendarDate(daysSinceEpoch: date.daysSinceEpoch) == date)
    }

    @Test(
        "given a day that does not exist, when it is read, then there is none",
        arguments: [
            "2025-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01",
            "2026-1-1", "20260101", "2026-01-01T", " 2026-01-01", "", "2026-01-0١", "+026-01-01",
        ]
    )
    func refuses(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test("given every day of 800 years, when it is counted, then days follow one another and weekdays rotate")
    func everyDay() throws {
        let first = try #require(CalendarDate("1699-12-31"))
        var previous = first
        for offset in 1...292_194 {
            let day = first.adding(days: offset)
            #expect(day.daysSinceEpoch == previous.daysSinceEpoch + 1)
            #expect(previous < day)
            #expect(day.weekday.rawValue == (previous.weekday.rawValue + 1) % 7)
            previous = day
        }
        #expect(previous.description == "2499-12-31")
    }

    @Test("given known days, when the weekday is asked, then it is right")
    func weekdays() {
        #expect(CalendarDate("1970-01-01")?.weekday == .thursday)
        #expect(CalendarDate("1969-12-29")?.weekday == .monday)
        #expect(CalendarDate("2026-11-21")?.weekday == .saturday)
    }

    @Test(
        "given a month end, when months are added, then the last day stands for a missing one",
        arguments: [
            ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"), ("2026-11-30", 3, "2027-02-28"), ("2026-03-31", -1, "2026-02-28"),
            ("2026-01-15", -1, "2025-12-15"), ("2024-03-15", 12, "2025-03-15"), ("2026-05-31", 13, "2027-06-30"),
        ]
    )
    func addingMonths(start: String, months: Int, expected: String) {
        #expect(CalendarDate(start)?.adding(months: months).description == expected)
    }

    @Test("given years, when February is measured, then leap years follow the Gregorian rule")
    func leapYears() {
        #expect(CalendarDate.length(ofMonth: 2, year: 2024) == 29)
        #expect(CalendarDate.length(ofMonth: 2, year: 2000) == 29)
        #expect(CalendarDate.length(ofMonth: 2, year: 2100) == 28)
        #expect(CalendarDate.length(ofMonth: 2, year: 2026) == 28)
    }
}
