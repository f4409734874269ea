import Synchronization

/// What the consumer does and what stands in its way: for the health endpoints and the watchdog.
package final class ConsumerState: Sendable {
    private struct State {
        var step: String?
        var beats = 0
        var outage: String?
        var pause: String?
        var alarms: [String] = []
        var alarmCount = 0
        var stall: String?
    }

    private let state = Mutex(State())

    package init() {}

    /// Why nothing can be taken in now; `nil` when work goes on.
    package var obstacle: String? { state.withLock { $0.outage } }

    /// What an operator should look at although work goes on, or would.
    package var concern: String? {
        state.withLock { state in
            if let pause = state.pause { return pause }
            guard let last = state.alarms.last else { return nil }
            return state.alarmCount == 1 ? last : "\(last) (and \(state.alarmCount - 1) more since the start)"
        }
    }

    /// Why the process must be ended; `nil` while it is alive.
    package var stall: String? { state.withLock { $0.stall } }

    /// Something begins that must come to an end in time.
    func begin(_ step: String) {
        state.withLock { state in
            state.step = step
            state.beats += 1
        }
    }

    /// It has come forward, or was tried again.
    func beat() {
        state.withLock { $0.beats += 1 }
    }

    /// Nothing is in hand.
    func rest() {
        state.withLock { $0.step = nil }
    }

    /// The step in hand and how often it has come forward; `nil` when nothing is in hand.
    var work: (step: String, beats: Int)? {
        state.withLock { state in state.step.map { ($0, state.beats) } }
    }

    func stand(still reason: String?) {
        state.withLock { $0.outage = reason }
    }

    func pause(_ reason: String?) {
        state.withLock { $0.pause = reason }
    }

    func raise(_ alarm: String) {
        state.withLock { state in
            state.alarms = state.alarms.suffix(9) + [alarm]
            state.alarmCount += 1
        }
    }

    func stalled(_ reason: String) {
        state.withLock { $0.stall = reason }
    }
}
