import Vocabulary

/// The three promises to the customer that are measured (IN-37).
package enum ClockKind: String, Codable, CaseIterable, CodingKeyRepresentable, Sendable {
    case response, arrival, repair
}

/// One promise of a case: when it is due, and how it ended.
package enum ServiceClock: Hashable, Codable, Sendable {
    case running(Term)
    /// The work waits for parts; the time of the wait will be added to the due time.
    case paused(Term, since: Timestamp)
    /// Ran out; it may still be fulfilled late.
    case breached(Term)
    case stopped(Term, at: Timestamp)
    /// The case ended before the promise was fulfilled or broken.
    case calledOff(Term)

    /// From when to when, with the waits that have moved the due time.
    package struct Term: Hashable, Codable, Sendable {
        package let startedAt: Timestamp
        package let dueAt: Timestamp
        package let pauses: [Pause]

        package init(startedAt: Timestamp, dueAt: Timestamp, pauses: [Pause] = []) {
            self.startedAt = startedAt
            self.dueAt = dueAt
            self.pauses = pauses
        }

        /// Since when it has run without a pause.
        var lastStart: Timestamp { pauses.last?.end ?? startedAt }

        func moved(by pause: Pause) -> Term {
            Term(startedAt: startedAt, dueAt: dueAt + (pause.end - pause.start), pauses: pauses + [pause])
        }
    }

    package struct Pause: Hashable, Codable, Sendable {
        package let start: Timestamp
        package let end: Timestamp

        package init(start: Timestamp, end: Timestamp) {
            self.start = start
            self.end = end
        }
    }

    /// What can happen to a clock after its start.
    package enum Change: Hashable, Sendable {
        case paused(at: Timestamp)
        case resumed(at: Timestamp)
        case breached
        case stopped(at: Timestamp)
        case calledOff
    }

    package var term: Term {
        switch self {
        case .running(let term), .paused(let term, _), .breached(let term), .stopped(let term, _),
            .calledOff(let term):
            term
        }
    }

    package var dueAt: Timestamp { term.dueAt }

    package var isRunning: Bool {
        if case .running = self { true } else { false }
    }

    /// When the promise was fulfilled, late or in time.
    package var stoppedAt: Timestamp? {
        if case .stopped(_, let time) = self { time } else { nil }
    }

    package var isPaused: Bool {
        if case .paused = self { true } else { false }
    }

    package var isBreached: Bool {
        switch self {
        case .breached: true
        case .stopped(let term, let time): time > term.dueAt
        case .running, .paused, .calledOff: false
        }
    }
}

extension ServiceClock {
    /// The promise is fulfilled; when that is late and nobody has noticed yet, the breach is noticed now.
    package func stopping(at time: Timestamp) -> [Change] {
        switch self {
        case .running(let term): time > term.dueAt ? [.breached, .stopped(at: time)] : [.stopped(at: time)]
        case .paused, .breached: [.stopped(at: time)]
        case .stopped, .calledOff: []
        }
    }

    /// The work stops for lack of parts; word of an earlier wait that comes late changes nothing.
    package func pausing(at time: Timestamp) -> [Change] {
        switch self {
        case .running(let term) where time >= term.lastStart: time > term.dueAt ? [.breached] : [.paused(at: time)]
        case .running, .paused, .breached, .stopped, .calledOff: []
        }
    }

    /// The work goes on; word of an arrival before the wait changes nothing.
    package func resuming(at time: Timestamp) -> [Change] {
        switch self {
        case .paused(_, let since) where time > since: [.resumed(at: time)]
        case .running, .paused, .breached, .stopped, .calledOff: []
        }
    }

    /// Time has passed; the breach is reported once.
    package func runningOut(now: Timestamp) -> [Change] {
        switch self {
        case .running(let term): now >= term.dueAt ? [.breached] : []
        case .paused, .breached, .stopped, .calledOff: []
        }
    }

    package func callingOff() -> [Change] {
        switch self {
        case .running, .paused: [.calledOff]
        case .breached, .stopped, .calledOff: []
        }
    }

    /// Total: a change that does not fit leaves the clock as it is.
    package func applying(_ change: Change) -> ServiceClock {
        switch (self, change) {
        case (.running(let term), .paused(let time)): .paused(term, since: time)
        case (.paused(let term, let since), .resumed(let time)):
            .running(term.moved(by: Pause(start: since, end: time)))
        case (.running(let term), .breached), (.paused(let term, _), .breached): .breached(term)
        case (.running(let term), .stopped(let time)), (.paused(let term, _), .stopped(let time)),
            (.breached(let term), .stopped(let time)):
            .stopped(term, at: time)
        case (.running(let term), .calledOff), (.paused(let term, _), .calledOff): .calledOff(term)
        case (.running, .resumed), (.paused, .paused), (.breached, .paused), (.breached, .resumed),
            (.breached, .breached), (.breached, .calledOff), (.stopped, _), (.calledOff, _):
            self
        }
    }
}
