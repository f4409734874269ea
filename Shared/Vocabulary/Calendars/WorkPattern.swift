/// Which stretches of local time are worked, as if the wall clock never changed.
///
/// Local time is counted in microseconds since the midnight of 1970-01-01 on the wall clock.
struct WorkPattern: Hashable, Sendable {
    private struct Day: Hashable, Sendable {
        let periods: [Range<Int64>]
        let length: Int64

        init(_ periods: [WorkingCalendar.Period]) {
            self.periods = periods.map { $0.start.microseconds..<$0.end.microseconds }
            length = self.periods.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        }

        func worked(until timeOfDay: Int64) -> Int64 {
            periods.reduce(0) { $0 + max(0, min($1.upperBound, timeOfDay) - $1.lowerBound) }
        }
    }

    private let week: [Day]
    /// Days since the epoch, ascending.
    private let specialDays: [Int]
    private let special: [Day]
    /// By how much the special days before each index make the time and the days differ from plain weeks.
    private let lengthShift: [Int64]
    private let dayShift: [Int]

    static let microsecondsPerDay: Int64 = 86_400_000_000

    init(week periods: [[WorkingCalendar.Period]], special days: [CalendarDate: [WorkingCalendar.Period]]) {
        week = periods.map(Day.init)
        let sorted = days.map { ($0.key.daysSinceEpoch, Day($0.value)) }.sorted { $0.0 < $1.0 }
        specialDays = sorted.map(\.0)
        special = sorted.map(\.1)
        var lengths: [Int64] = [0]
        var counts = [0]
        for (day, shape) in sorted {
            let plain = week[Self.weekday(of: day)]
            lengths.append(lengths[lengths.count - 1] + shape.length - plain.length)
            counts.append(counts[counts.count - 1] + (shape.length > 0 ? 1 : 0) - (plain.length > 0 ? 1 : 0))
        }
        lengthShift = lengths
        dayShift = counts
    }

    var weekLength: Int64 { week.reduce(0) { $0 + $1.length } }

    /// Days since the epoch from Monday; 1970-01-01 was a Thursday.
    private static func weekday(of day: Int) -> Int {
        let index = (day + 3) % 7
        return index < 0 ? index + 7 : index
    }

    private func shape(of day: Int) -> Day {
        let index = specialDays.boundary { $0 >= day }
        return index < specialDays.count && specialDays[index] == day ? special[index] : week[Self.weekday(of: day)]
    }

    func isWorked(day: Int) -> Bool { shape(of: day).length > 0 }

    func periods(of day: Int) -> [Range<Int64>] { shape(of: day).periods }

    /// Microseconds worked from a fixed origin up to the day; only differences mean anything.
    private func worked(before day: Int) -> Int64 {
        let weeks = (day + 3).flooredDivision(by: 7)
        let rest = week.prefix(Self.weekday(of: day)).reduce(0) { $0 + $1.length }
        return Int64(weeks) * weekLength + rest + lengthShift[specialDays.boundary { $0 >= day }]
    }

    /// Working days from a fixed origin up to the day; only differences mean anything.
    func workingDays(before day: Int) -> Int {
        let weeks = (day + 3).flooredDivision(by: 7)
        let inWeek = week.count { $0.length > 0 }
        let rest = week.prefix(Self.weekday(of: day)).count { $0.length > 0 }
        return weeks * inWeek + rest + dayShift[specialDays.boundary { $0 >= day }]
    }

    /// Microseconds worked from the origin until a local time.
    func worked(until local: Int64) -> Int64 {
        let day = local.flooredDivision(by: Self.microsecondsPerDay)
        return worked(before: Int(day)) + shape(of: Int(day)).worked(until: local - day * Self.microsecondsPerDay)
    }

    /// The first local time by which that much has been worked since the origin.
    func local(whenWorked amount: Int64) -> Int64 {
        let day = Self.days.boundary { worked(before: $0 + 1) >= amount }
        var rest = amount - worked(before: day)
        for period in shape(of: day).periods {
            let length = period.upperBound - period.lowerBound
            if rest <= length { return Int64(day) * Self.microsecondsPerDay + period.lowerBound + rest }
            rest -= length
        }
        return Int64(day) * Self.microsecondsPerDay
    }

    /// The earliest day after which that many working days have passed since the origin.
    func day(whenPassed count: Int) -> Int {
        Self.days.boundary { workingDays(before: $0 + 1) >= count }
    }

    /// Every day that is calculated with: the years 1 to 9999.
    private static let days = (-719_162)..<2_932_896
}
