import Foundation
import Logging
import ServiceLifecycle

/// Notices a consumer that hangs: in a handler, in the database, in the Kafka library.
///
/// Polling any queue counts as life for librdkafka 2.0.2, so the group never expels such an instance and its partitions
/// would stand still. It has a thread of its own, since what hangs may hold all others.
package final class ConsumerWatchdog: Service {
    /// The status with which a process ends that hangs (`EX_SOFTWARE`).
    package static let exitStatus: Int32 = 70

    private let state: ConsumerState
    private let limit: Duration
    private let interval: Duration
    private let logger: Logger
    private let onStall: @Sendable (_ reason: String) -> Void

    package init(
        state: ConsumerState,
        limit: Duration,
        interval: Duration = .seconds(1),
        logger: Logger,
        onStall: @escaping @Sendable (_ reason: String) -> Void
    ) {
        self.state = state
        self.limit = limit
        self.interval = interval
        self.logger = logger
        self.onStall = onStall
    }

    package func run() async throws {
        let end = NSCondition()
        nonisolated(unsafe) var isOver = false  // guarded by `end`
        let thread = Thread { [self] in
            var meter = StallMeter(limit: limit, interval: interval)
            var last = ContinuousClock.now
            end.lock()
            defer { end.unlock() }
            while !isOver {
                _ = end.wait(until: Date(timeIntervalSinceNow: interval.seconds))
                let now = ContinuousClock.now
                let isStalled = look(with: &meter, after: last.duration(to: now))
                last = now
                if isStalled { return }
            }
        }
        thread.name = "consumer-watchdog"
        thread.start()
        try? await gracefulShutdown()
        end.withLock {
            isOver = true
            end.signal()
        }
    }

    /// One look; tells whether the consumer hangs.
    func look(with meter: inout StallMeter, after elapsed: Duration) -> Bool {
        let work = state.work
        guard meter.look(beats: work?.beats, after: elapsed), let work else { return false }
        let reason = "the consumer has not come forward for \(limit.seconds) s, in: \(work.step)"
        state.stalled(reason)
        logger.critical("The consumer hangs; the process must be started anew.", metadata: ["reason": "\(reason)"])
        onStall(reason)
        return true
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
