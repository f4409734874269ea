/// When something comes round, by the wall clock.
package enum Recurrence: Hashable, Sendable {
    case daily(at: Duration)
    /// Each day that the calendar calls a working day.
    case workingDays(at: Duration)
    case weekly(Weekday, at: Duration)
    /// On the days of the months, 1 to 12.
    case monthly(in: Set<Int>, on: [MonthDay], at: Duration)

    /// A day of the month.
    package enum MonthDay: Hashable, Sendable {
        /// The last day of a month that lacks it stands for it.
        case day(Int)
        case last
    }

    package static let everyMonth = Set(1...12)
    package static let everyQuarter: Set<Int> = [1, 4, 7, 10]
    package static let everyHalfYear: Set<Int> = [1, 7]

    /// The first time after an instant; `nil` when it never comes round.
    ///
    /// A time that the clock skips comes at the end of the gap; one that it shows twice comes once.
    package func next(after time: Timestamp, in calendar: WorkingCalendar) -> Timestamp? {
        let today = calendar.zone.day(of: time)
        for offset in 0...Self.daysLookedAt {
            let day = today.adding(days: offset - 1)
            guard let timeOfDay = timeOfDay(on: day, in: calendar) else { continue }
            let occurrence = calendar.zone.instant(on: day, at: timeOfDay)
            if occurrence > time { return occurrence }
        }
        return nil
    }

    /// Every time after the first instant up to the second, which belongs to it.
    package func occurrences(
        after start: Timestamp,
        through end: Timestamp,
        in calendar: WorkingCalendar
    ) -> [Timestamp] {
        var result: [Timestamp] = []
        var time = start
        while let next = next(after: time, in: calendar), next <= end {
            result.append(next)
            time = next
        }
        return result
    }

    /// Any rule that ever holds does so within a year and a day of any day; working days may be rare.
    private static let daysLookedAt = 400

    private func timeOfDay(on day: CalendarDate, in calendar: WorkingCalendar) -> Duration? {
        switch self {
        case .daily(let time): return time
        case .workingDays(let time): return calendar.isWorkingDay(day) ? time : nil
        case .weekly(let weekday, let time): return day.weekday == weekday ? time : nil
        case .monthly(let months, let days, let time):
            let length = CalendarDate.length(ofMonth: day.month, year: day.year)
            let isNamed = days.contains { monthDay in
                switch monthDay {
                case .day(let number): min(number, length) == day.day
                case .last: length == day.day
                }
            }
            return months.contains(day.month) && isNamed ? time : nil
        }
    }
}

/// A job or duty of the catalogue (CK) that comes round, as data.
package struct ScheduleDefinition: Hashable, Sendable {
    package enum Rule: Hashable, Sendable {
        case recurring(Recurrence)
        /// Counted from an event of the customer or project: each phase repeats so often, the last one for ever.
        case anchored(to: String, [Phase])
        /// At least so many times in so many months.
        case quota(Int, inMonths: Int)
        /// Whenever that happens, besides what else is declared.
        case whenever(String)
    }

    package struct Phase: Hashable, Sendable {
        /// `nil` for ever.
        package let times: Int?
        package let interval: Interval

        package enum Interval: Hashable, Sendable {
            case months(Int)
            case days(Int)
        }

        package init(_ interval: Interval, times: Int? = nil) {
            self.interval = interval
            self.times = times
        }
    }

    /// What happens with times that passed while nothing ran.
    package enum CatchUp: String, Hashable, Sendable {
        /// Each of them is made up for, in order.
        case each
        /// One run stands for all of them.
        case once
        /// They are let go.
        case none
    }

    package let row: String
    package let owner: ClockOwner
    package let code: String
    package let name: Bilingual
    package let rule: Rule
    package let catchUp: CatchUp
    package let policy: String?

    package init(
        _ row: String,
        _ owner: ClockOwner,
        _ code: String,
        _ name: Bilingual,
        _ rule: Rule,
        catchUp: CatchUp = .once,
        policy: String? = nil
    ) {
        self.row = row
        self.owner = owner
        self.code = code
        self.name = name
        self.rule = rule
        self.catchUp = catchUp
        self.policy = policy
    }
}

extension ScheduleDefinition.Rule {
    /// The day of the n-th time counted from the event, from one on; `nil` for rules without an anchor.
    ///
    /// Months are counted from the event itself, so a 31st comes back after a shorter month.
    package func day(number: Int, from event: CalendarDate) -> CalendarDate? {
        guard case .anchored(_, let phases) = self, number > 0, number <= 100_000 else { return nil }
        var left = number
        var months = 0
        var days = 0
        for phase in phases {
            let count = min(left, phase.times ?? left)
            switch phase.interval {
            case .months(let interval): months += interval * count
            case .days(let interval): days += interval * count
            }
            left -= count
            if left == 0 { return event.adding(months: months).adding(days: days) }
        }
        return nil
    }
}
