import Foundation
import Vocabulary

/// The public holidays of a country in a year, and the days that are worked in their place.
package struct PublicHolidays: Codable, Hashable, Sendable {
    /// Who announced the days, so that anybody can look it up.
    package struct Source: Codable, Hashable, Sendable {
        package let authority: String
        package let document: String
        package let announcedOn: CalendarDate
        /// How the figures were checked.
        package let checked: String
    }

    package struct Holiday: Codable, Hashable, Sendable {
        package let name: Bilingual
        package let from: CalendarDate
        /// The last free day.
        package let to: CalendarDate
        /// Days of a weekend that are worked for it (调休).
        package let makeUpDays: [CalendarDate]
    }

    /// ISO 3166-1, such as `CN`.
    package let country: String
    package let year: Int
    package let source: Source
    package let holidays: [Holiday]

    /// Reads and checks a table.
    package init(json: some Sequence<UInt8>) throws(CalendarRefusal) {
        do {
            self = try JSONDecoder().decode(PublicHolidays.self, from: Data(json))
        } catch {
            throw .faultyHolidays(
                field: Self.field(of: error),
                problem: .init(zh: "缺失或格式不对", en: "it is missing or malformed")
            )
        }
        try check()
    }

    private static func field(of error: any Error) -> String {
        func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            let names = (context.codingPath + [key].compactMap { $0 }).map {
                $0.intValue.map(String.init) ?? $0.stringValue
            }
            return names.isEmpty ? "JSON" : names.joined(separator: ".")
        }
        return switch error as? DecodingError {
        case .keyNotFound(let key, let context): path(context, key)
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): path(context)
        default: "JSON"
        }
    }

    private func check() throws(CalendarRefusal) {
        var seen: Set<CalendarDate> = []
        for holiday in holidays {
            let field = "holidays.\(holiday.name.en)"
            guard holiday.from <= holiday.to, holiday.days.count <= 31 else {
                throw .faultyHolidays(
                    field: field,
                    problem: .init(zh: "起止日期颠倒或过长", en: "it ends before it starts or lasts over a month")
                )
            }
            for day in holiday.days + holiday.makeUpDays {
                guard day.year == year else {
                    throw .faultyHolidays(
                        field: field,
                        problem: .init(zh: "\(day) 不在 \(year) 年内", en: "\(day) is not in \(year)")
                    )
                }
                guard seen.insert(day).inserted else {
                    throw .faultyHolidays(field: field, problem: .init(zh: "\(day) 重复出现", en: "\(day) appears twice"))
                }
            }
        }
    }
}

extension PublicHolidays.Holiday {
    package var days: [CalendarDate] {
        let last = min(to.daysSinceEpoch, from.daysSinceEpoch + 31)
        return from.daysSinceEpoch <= last ? (from.daysSinceEpoch...last).map(CalendarDate.init(daysSinceEpoch:)) : []
    }
}

extension PublicHolidays {
    package var freeDays: [CalendarDate] { holidays.flatMap(\.days) }
    package var makeUpDays: [CalendarDate] { holidays.flatMap(\.makeUpDays) }

    /// The days as a working calendar wants them.
    package var specialDays: [CalendarDate: WorkingCalendar.SpecialDay] {
        var days: [CalendarDate: WorkingCalendar.SpecialDay] = [:]
        for holiday in holidays {
            let makeUp = Bilingual(zh: "\(holiday.name.zh)调休上班", en: "make-up day for \(holiday.name.en)")
            for day in holiday.days { days[day] = .init(.holiday, holiday.name) }
            for day in holiday.makeUpDays { days[day] = .init(.makeUpDay, makeUp) }
        }
        return days
    }

    /// The tables that come with the suite; further years and countries are loaded.
    package static func bundled() throws(CalendarRefusal) -> [PublicHolidays] {
        [
            try PublicHolidays(json: PackageResources.China2025_json),
            try PublicHolidays(json: PackageResources.China2026_json),
        ]
    }
}

extension WorkingCalendar {
    /// The default of POL-01 with public holidays: Monday to Friday round the clock, Chinese holidays and make-up days.
    ///
    /// Knows the years that come with the suite; in others every Monday to Friday is worked.
    package static func chinaWeekdays() throws(CalendarRefusal) -> WorkingCalendar {
        var days: [CalendarDate: SpecialDay] = [:]
        for table in try PublicHolidays.bundled() where table.country == "CN" {
            days.merge(table.specialDays) { $1 }
        }
        return try WorkingCalendar(periods: [.wholeDay], specialDays: days)
    }
}
