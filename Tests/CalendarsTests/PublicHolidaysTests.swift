import Calendars
import Testing
import Vocabulary

@Suite("Public holidays of China")
struct PublicHolidaysTests {
    private static func table(_ year: Int) throws -> PublicHolidays {
        try #require(PublicHolidays.bundled().first { $0.country == "CN" && $0.year == year })
    }

    @Test(
        "given the tables of the State Council, then they hold 28 and 33 free days and 5 and 6 make-up days",
        arguments: [(2025, 28, 5, 6), (2026, 33, 6, 7)]
    )
    func counts(year: Int, free: Int, makeUp: Int, holidays: Int) throws {
        let table = try Self.table(year)
        #expect(table.freeDays.count == free)
        #expect(table.makeUpDays.count == makeUp)
        #expect(table.holidays.count == holidays)
        #expect(table.source.document.contains("\(year)年部分节假日安排"))
    }

    @Test("given a make-up day, then it is a day of a weekend and no holiday", arguments: [2025, 2026])
    func makeUpDays(year: Int) throws {
        let table = try Self.table(year)
        #expect(table.makeUpDays.allSatisfy { [.saturday, .sunday].contains($0.weekday) })
        #expect(Set(table.makeUpDays).isDisjoint(with: table.freeDays))
    }

    @Test("given a year, then its working days are those that the law leaves", arguments: [(2025, 248), (2026, 248)])
    func workingDays(year: Int, count: Int) throws {
        let calendar = try WorkingCalendar.chinaWeekdays()
        let first = try #require(CalendarDate(year: year, month: 1, day: 1)).daysSinceEpoch
        let days = (first..<first + 365).map(CalendarDate.init(daysSinceEpoch:))
        #expect(days.count { calendar.isWorkingDay($0) } == count)
    }

    @Test("POL-01: given the days before National Day 2026, when a working day is added, then the holiday is skipped")
    func overNationalDay() throws {
        let calendar = try WorkingCalendar.chinaWeekdays()
        let start = try #require(Timestamp("2026-09-30T15:00:00+08:00"))
        #expect(calendar.adding(workingDays: 1, to: start) == Timestamp("2026-10-08T15:00:00+08:00"))
        #expect(calendar.adding(workingDays: 3, to: start) == Timestamp("2026-10-10T15:00:00+08:00"))
    }

    @Test(
        "given a table with a fault, then the refusal names the field",
        arguments: [
            ("{", "JSON"),
            (#"{"country":"CN"}"#, "year"),
            (Self.json(from: "2026-01-04", to: "2026-01-03"), "holidays.X"),
            (Self.json(from: "2026-01-01", to: "2026-12-31"), "holidays.X"),
            (Self.json(from: "2025-12-31", to: "2026-01-03"), "holidays.X"),
            (Self.json(from: "2026-01-01", to: "2026-01-03", makeUp: "2026-01-03"), "holidays.X"),
            (Self.json(from: "2026-02-30", to: "2026-03-01"), "holidays.0.from"),
        ]
    )
    func faults(json: String, field: String) throws {
        let refusal = #expect(throws: CalendarRefusal.self) { try PublicHolidays(json: Array(json.utf8)) }
        guard case .faultyHolidays(let named, _) = try #require(refusal) else {
            Issue.record("another refusal: \(String(describing: refusal))")
            return
        }
        #expect(named == field)
    }

    private static func json(from: String, to: String, makeUp: String = "2026-01-24") -> String {
        """
        {"country": "CN", "year": 2026,
         "source": {"authority": "a", "document": "d", "announcedOn": "2025-11-04", "checked": "c"},
         "holidays": [{"name": {"zh": "节", "en": "X"}, "from": "\(from)", "to": "\(to)", "makeUpDays": ["\(makeUp)"]}]}
        """
    }
}
