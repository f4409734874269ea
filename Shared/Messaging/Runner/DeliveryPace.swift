import Vocabulary

/// How long to wait before something is tried again; tests are quicker.
package struct DeliveryPace: Sendable {
    package var retry: Duration = .milliseconds(100)
    package var longestRetry: Duration = .seconds(5)
    /// So many failures in a row before the instance says that it is not ready.
    package var patience = 3
    package var probe: Duration = .seconds(1)
    package var longestProbe: Duration = .seconds(30)
    /// After this, keys are parked although all fail for one reason: it may be their sender's fault after all.
    package var longestPause: Duration = .minutes(15)

    package init() {}

    /// Doubles with each failure and varies by a fifth, so that instances do not come back all at once.
    static func pause(
        _ first: Duration,
        _ longest: Duration,
        after failures: Int,
        on time: any RuntimeTime
    ) -> Duration {
        min(longest, first * (1 << min(failures - 1, 12))) * Int(time.random(in: 80...120)) / 100
    }
}
