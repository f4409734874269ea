import Vocabulary

/// How appointments are made; the figures are defaults, not laws of nature.
package struct AppointmentPolicy: Hashable, Sendable {
    /// Time on site that a visit is given.
    package let job: Duration
    /// Time on the road before it.
    package let travel: Duration
    /// How long after now the earliest visit may begin.
    package let lead: Duration
    /// How far ahead a visit may begin.
    package let horizon: Duration
    /// Appointments begin on multiples of this.
    package let grid: Duration
    package let zone: ZoneOffset
    /// The first wait before a technician is looked for again; doubled each time.
    package let firstRetry: Duration
    package let longestRetry: Duration

    package static let standard = AppointmentPolicy(
        job: .minutes(90),
        travel: .minutes(30),
        lead: .hours(1),
        horizon: .days(60),
        grid: .minutes(15),
        zone: .shanghai,
        firstRetry: .seconds(10),
        longestRetry: .minutes(10)
    )

    /// The time to wait after the given number of attempts in vain, counted from 1.
    package func retryDelay(afterAttempt attempt: Int) -> Duration {
        (1..<max(1, min(attempt, 32))).reduce(firstRetry) { delay, _ in min(delay + delay, longestRetry) }
    }

    /// The grid point at or after the time.
    func roundedUp(_ time: Timestamp) -> Timestamp {
        let past = zone.wallClock(at: time).timeOfDay.microseconds % grid.microseconds
        return past == 0 ? time : time + grid - .microseconds(past)
    }
}
