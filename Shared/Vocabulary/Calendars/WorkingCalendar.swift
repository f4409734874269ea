/// When work is done: the periods of each weekday, holidays, the make-up days that replace them, and the wall clock.
///
/// Time is worked when the wall clock of the zone shows a time inside a period of its day. So an hour that the clock
/// shows twice in an autumn night counts twice when it is worked, and one that it skips in spring counts not at all.
/// Everything is calculated from whole days and tables, so a span of years costs as much as one of hours.
package struct WorkingCalendar: Hashable, Sendable {
    /// A stretch of the working day, as times since midnight; the end does not belong to it.
    package struct Period: Hashable, Sendable {
        package let start: Duration
        package let end: Duration

        package init(from start: Duration, to end: Duration) {
            self.start = start
            self.end = end
        }

        package var length: Duration { end - start }

        package static let wholeDay = Period(from: .zero, to: .days(1))
    }

    /// A day that differs from others of its weekday.
    package struct SpecialDay: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case holiday
            /// A free day on which people work all the same (调休), with the periods of a working day.
            case makeUpDay
            case hours([Period])
        }

        package let kind: Kind
        package let name: Bilingual

        package init(_ kind: Kind, _ name: Bilingual) {
            self.kind = kind
            self.name = name
        }
    }

    /// The periods of an ordinary working day, and of every make-up day.
    package let periods: [Period]
    /// Weekdays that are free.
    package let weekend: Set<Weekday>
    /// Weekdays that are worked at other times, such as a Saturday until noon.
    package let otherHours: [Weekday: [Period]]
    package let specialDays: [CalendarDate: SpecialDay]
    package let zone: TimeZoneRules

    let pattern: WorkPattern
    let progress: ZoneProgress

    package init(
        periods: [Period],
        weekend: Set<Weekday> = [.saturday, .sunday],
        otherHours: [Weekday: [Period]] = [:],
        specialDays: [CalendarDate: SpecialDay] = [:],
        zone: TimeZoneRules = .shanghai
    ) throws(CalendarRefusal) {
        var tables = [periods] + otherHours.values
        for day in specialDays.values {
            if case .hours(let hours) = day.kind { tables.append(hours) }
        }
        for table in tables { try Self.check(table) }
        self.init(
            checked: periods,
            weekend: weekend,
            otherHours: otherHours,
            specialDays: specialDays,
            zone: zone
        )
        guard pattern.weekLength > 0 else { throw .nothingWorked }
    }

    private static func check(_ periods: [Period]) throws(CalendarRefusal) {
        for period in periods {
            guard period.start >= .zero, period.start < period.end, period.end <= .days(1) else {
                throw .faultyPeriod(period)
            }
        }
        for (first, second) in zip(periods, periods.dropFirst()) where second.start < first.end {
            throw .overlappingPeriods(first, second)
        }
    }

    private init(
        checked periods: [Period],
        weekend: Set<Weekday>,
        otherHours: [Weekday: [Period]] = [:],
        specialDays: [CalendarDate: SpecialDay] = [:],
        zone: TimeZoneRules = .shanghai
    ) {
        self.periods = periods
        self.weekend = weekend
        self.otherHours = otherHours
        self.specialDays = specialDays
        self.zone = zone
        let week = Weekday.allCases.map { weekend.contains($0) ? [] : otherHours[$0] ?? periods }
        pattern = WorkPattern(
            week: week,
            special: specialDays.mapValues { day in
                switch day.kind {
                case .holiday: []
                case .makeUpDay: periods
                case .hours(let hours): hours
                }
            }
        )
        progress = ZoneProgress(pattern, zone)
    }

    /// Monday to Friday round the clock, without holidays: the default of POL-01 for complaint clocks.
    package static let wholeWeekdays = WorkingCalendar(checked: [.wholeDay], weekend: [.saturday, .sunday])

    /// Every day round the clock (7×24).
    package static let roundTheClock = WorkingCalendar(checked: [.wholeDay], weekend: [])

    /// The same calendar with more special days; a day that is there already gets its new meaning.
    package func adding(specialDays days: [CalendarDate: SpecialDay]) throws(CalendarRefusal) -> WorkingCalendar {
        try WorkingCalendar(
            periods: periods,
            weekend: weekend,
            otherHours: otherHours,
            specialDays: specialDays.merging(days) { $1 },
            zone: zone
        )
    }
}

extension WorkingCalendar.Period: CustomStringConvertible {
    /// `09:00–12:00`, with seconds when there are any.
    package var description: String { "\(start.timeOfDayText)–\(end.timeOfDayText)" }
}

extension Duration {
    /// A time since midnight as the wall clock shows it; seconds only when there are any.
    package var timeOfDayText: String {
        let seconds = components.seconds
        let minutes = "\((seconds / 3600).padded(to: 2)):\((seconds / 60 % 60).padded(to: 2))"
        return seconds % 60 == 0 ? minutes : "\(minutes):\((seconds % 60).padded(to: 2))"
    }
}
