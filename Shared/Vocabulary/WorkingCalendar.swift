/// When work is done: the periods of a working day, the free weekdays, holidays, and the make-up days that replace them.
///
/// All working days have the same periods. Time is counted by arithmetic over whole days, so a span of years costs as
/// much as one of hours.
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
    }

    package let periods: [Period]
    package let weekend: Set<Weekday>
    package let holidays: Set<CalendarDate>
    /// Days of a weekend or holiday on which people work all the same (调休).
    package let makeUpDays: Set<CalendarDate>
    package let zone: ZoneOffset

    /// `nil` when the periods are empty, overlap, are out of order or leave the day, or when no weekday is worked.
    package init?(
        periods: [Period],
        weekend: Set<Weekday> = [.saturday, .sunday],
        holidays: Set<CalendarDate> = [],
        makeUpDays: Set<CalendarDate> = [],
        zone: ZoneOffset = .shanghai
    ) {
        let bounds = periods.flatMap { [$0.start, $0.end] }
        guard let first = bounds.first, let last = bounds.last, first >= .zero, last <= .days(1),
            periods.allSatisfy({ $0.start < $0.end }), zip(bounds, bounds.dropFirst()).allSatisfy({ $0 <= $1 }),
            weekend.count < Weekday.allCases.count
        else { return nil }
        self.init(checked: periods, weekend: weekend, holidays: holidays, makeUpDays: makeUpDays, zone: zone)
    }

    /// Monday to Friday round the clock, without holidays: the default of POL-01 for complaint clocks.
    package static let wholeWeekdays = WorkingCalendar(
        checked: [Period(from: .zero, to: .days(1))],
        weekend: [.saturday, .sunday],
        holidays: [],
        makeUpDays: [],
        zone: .shanghai
    )

    private init(
        checked periods: [Period],
        weekend: Set<Weekday>,
        holidays: Set<CalendarDate>,
        makeUpDays: Set<CalendarDate>,
        zone: ZoneOffset
    ) {
        self.periods = periods
        self.weekend = weekend
        self.holidays = holidays
        self.makeUpDays = makeUpDays
        self.zone = zone
    }
}

extension WorkingCalendar {
    package func isWorkingDay(_ day: CalendarDate) -> Bool {
        makeUpDays.contains(day) || !(weekend.contains(day.weekday) || holidays.contains(day))
    }

    package func isWorkingTime(_ time: Timestamp) -> Bool {
        let (day, timeOfDay) = zone.wallClock(at: time)
        return isWorkingDay(day) && periods.contains { $0.start <= timeOfDay && timeOfDay < $0.end }
    }

    package var lengthOfWorkingDay: Duration {
        periods.reduce(.zero) { $0 + $1.length }
    }

    /// The time itself when it is worked, otherwise the beginning of the next period.
    package func nextWorkingTime(from time: Timestamp) -> Timestamp {
        let (day, timeOfDay) = zone.wallClock(at: time)
        if isWorkingDay(day), let period = periods.first(where: { timeOfDay < $0.end }) {
            return zone.instant(on: day, at: max(period.start, timeOfDay))
        }
        return zone.instant(
            on: firstDay(withWorkingDaysBefore: workingDays(before: day.adding(days: 1)) + 1)
                .adding(days: -1),
            at: startOfDay
        )
    }

    /// How much of the span is worked; zero when it ends before it starts.
    package func workingTime(from start: Timestamp, to end: Timestamp) -> Duration {
        max(.zero, workedSinceOrigin(end) - workedSinceOrigin(start))
    }

    /// The first instant by which that much has been worked since the start; the start itself for nothing or less.
    package func adding(workingTime: Duration, to start: Timestamp) -> Timestamp {
        guard workingTime > .zero else { return start }
        let target = workedSinceOrigin(start).microseconds + workingTime.microseconds
        let dayLength = lengthOfWorkingDay.microseconds
        let fullDays = Int((target - 1).flooredDivision(by: dayLength))
        let day = firstDay(withWorkingDaysBefore: fullDays + 1).adding(days: -1)
        return zone.instant(on: day, at: timeOfDay(afterWorking: .microseconds(target - Int64(fullDays) * dayLength)))
    }

    /// The same time of day that many working days later; a start outside working time counts from the next period.
    package func adding(workingDays count: Int, to start: Timestamp) -> Timestamp {
        guard count > 0 else { return start }
        let (day, timeOfDay) = zone.wallClock(at: nextWorkingTime(from: start))
        let last = firstDay(withWorkingDaysBefore: workingDays(before: day) + count + 1).adding(days: -1)
        return zone.instant(on: last, at: timeOfDay)
    }
}

extension WorkingCalendar {
    private var startOfDay: Duration { periods.first?.start ?? .zero }

    /// Working days from a fixed origin up to the day, not including it; negative before the origin.
    ///
    /// Only differences mean anything. Grows by one over each working day and stays the same over a free one.
    private func workingDays(before day: CalendarDate) -> Int {
        // 1969-12-29 was a Monday, so weeks begin on Mondays here.
        let days = day.daysSinceEpoch + 3
        let weeks = days.flooredDivision(by: 7)
        let worked = Weekday.allCases.filter { !weekend.contains($0) }
        let regular = weeks * worked.count + worked.count { $0.rawValue < days - weeks * 7 }
        let lost = holidays.count { $0 < day && !weekend.contains($0.weekday) && !makeUpDays.contains($0) }
        let gained = makeUpDays.count { $0 < day && weekend.contains($0.weekday) }
        return regular - lost + gained
    }

    /// The earliest day with at least that many working days before it, so the day before it is worked.
    private func firstDay(withWorkingDaysBefore count: Int) -> CalendarDate {
        let margin = holidays.count + makeUpDays.count + 14
        let estimate = count.flooredDivision(by: Weekday.allCases.count - weekend.count) * 7
        var low = estimate - margin * 7
        var high = estimate + margin * 7
        while low < high {
            let middle = (low + high).flooredDivision(by: 2)
            if workingDays(before: CalendarDate(daysSinceEpoch: middle)) >= count {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return CalendarDate(daysSinceEpoch: low)
    }

    private func workedSinceOrigin(_ time: Timestamp) -> Duration {
        let (day, timeOfDay) = zone.wallClock(at: time)
        let today = isWorkingDay(day) ? worked(until: timeOfDay) : .zero
        return .microseconds(Int64(workingDays(before: day)) * lengthOfWorkingDay.microseconds) + today
    }

    private func worked(until timeOfDay: Duration) -> Duration {
        periods.reduce(.zero) { $0 + max(.zero, min($1.end, timeOfDay) - $1.start) }
    }

    /// The first time of day by which that much is worked; the end of the day when it never is.
    private func timeOfDay(afterWorking amount: Duration) -> Duration {
        var rest = amount
        for period in periods {
            if rest <= period.length { return period.start + rest }
            rest -= period.length
        }
        return periods.last?.end ?? .days(1)
    }
}
