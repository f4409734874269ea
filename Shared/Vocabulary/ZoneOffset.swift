/// A fixed distance from UTC; the wall clock of a place without daylight saving.
package struct ZoneOffset: Hashable, Sendable, Codable {
    package let secondsEast: Int

    package init(secondsEast: Int) {
        self.secondsEast = secondsEast
    }

    package static let utc = ZoneOffset(secondsEast: 0)
    /// The default business time zone (Asia/Shanghai, UTC+08:00).
    package static let shanghai = ZoneOffset(secondsEast: 8 * 3600)

    /// The day and the time since its midnight that the wall clock shows.
    package func wallClock(at time: Timestamp) -> (day: CalendarDate, timeOfDay: Duration) {
        let local = time.microsecondsSinceEpoch + Int64(secondsEast) * 1_000_000
        let day = local.flooredDivision(by: Self.microsecondsPerDay)
        return (
            CalendarDate(daysSinceEpoch: Int(day)), .microseconds(local - day * Self.microsecondsPerDay)
        )
    }

    package func day(of time: Timestamp) -> CalendarDate {
        wallClock(at: time).day
    }

    /// The instant at which the wall clock shows the time of day on the day.
    package func instant(on day: CalendarDate, at timeOfDay: Duration = .zero) -> Timestamp {
        let local = Int64(day.daysSinceEpoch) * Self.microsecondsPerDay + timeOfDay.microseconds
        return Timestamp(microsecondsSinceEpoch: local - Int64(secondsEast) * 1_000_000)
    }

    private static let microsecondsPerDay: Int64 = 86_400_000_000
}
