import Vocabulary

/// One complaint (顾客投诉): registered, acknowledged, answered, closed.
package struct Complaint: Codable, Equatable, Sendable {
    package enum State: Codable, Equatable, Sendable {
        case registered
        /// Under investigation by its owner.
        case acknowledged(Acknowledgement)
        case answered(ComplaintAnswer)
        case closed(ComplaintClosure)
    }

    package enum Event: Codable, Equatable, Sendable {
        case registered(visitDue: Timestamp, handlingDue: Timestamp)
        case acknowledged(Acknowledgement)
        case answered(ComplaintAnswer)
        /// The customer does not accept the answer: the same owner looks again, against a new clock (CO-20).
        case reopened(Acknowledgement, handlingDue: Timestamp)
        case closed(ComplaintClosure)
        case clockBreached(ComplaintClock, at: Timestamp)
    }

    package let record: ComplaintRecord
    package private(set) var state: State
    package private(set) var visit: ClockRun
    package private(set) var handling: ClockRun
    package private(set) var history: [Event]

    package init(_ record: ComplaintRecord, deadlines: ComplaintDeadlines) {
        let start = record.registeredAt
        let visitDue = deadlines.due(.visit, for: record.urgency, from: start)
        let handlingDue = deadlines.due(.handling, for: record.urgency, from: start)
        self.record = record
        state = .registered
        visit = ClockRun(startedAt: start, dueAt: visitDue)
        handling = ClockRun(startedAt: start, dueAt: handlingDue)
        history = [.registered(visitDue: visitDue, handlingDue: handlingDue)]
    }

    package var id: ComplaintID { record.id }

    package func run(of clock: ComplaintClock) -> ClockRun {
        switch clock {
        case .visit: visit
        case .handling: handling
        }
    }

    /// Total: what was recorded always applies.
    package func applying(_ event: Event) -> Complaint {
        var next = self
        next.history.append(event)
        switch event {
        case .registered(let visitDue, let handlingDue):
            next.state = .registered
            next.visit = ClockRun(startedAt: record.registeredAt, dueAt: visitDue)
            next.handling = ClockRun(startedAt: record.registeredAt, dueAt: handlingDue)
        case .acknowledged(let acknowledgement):
            next.state = .acknowledged(acknowledgement)
            next.visit = visit.stopping(at: acknowledgement.at)
        case .answered(let answer):
            next.state = .answered(answer)
            next.handling = handling.stopping(at: answer.at)
        case .reopened(let acknowledgement, let handlingDue):
            next.state = .acknowledged(acknowledgement)
            next.handling = ClockRun(startedAt: acknowledgement.at, dueAt: handlingDue)
        case .closed(let closure):
            next.state = .closed(closure)
        case .clockBreached(.visit, let time):
            next.visit = visit.breaching(at: time)
        case .clockBreached(.handling, let time):
            next.handling = handling.breaching(at: time)
        }
        return next
    }
}

/// Who takes the complaint to its end (客诉专员).
package struct Acknowledgement: Codable, Equatable, Sendable {
    package let owner: String
    package let note: Personal<String>?
    package let at: Timestamp

    package init(owner: String, note: Personal<String>?, at: Timestamp) {
        self.owner = owner
        self.note = note
        self.at = at
    }
}

/// What the customer is told.
package struct ComplaintAnswer: Codable, Equatable, Sendable {
    package let owner: String
    package let validity: Validity
    package let decision: String
    package let measure: String?
    package let at: Timestamp

    package init(owner: String, validity: Validity, decision: String, measure: String?, at: Timestamp) {
        self.owner = owner
        self.validity = validity
        self.decision = decision
        self.measure = measure
        self.at = at
    }
}

package struct ComplaintClosure: Codable, Equatable, Sendable {
    package let validity: Validity
    package let note: Personal<String>?
    package let at: Timestamp

    package init(validity: Validity, note: Personal<String>?, at: Timestamp) {
        self.validity = validity
        self.note = note
        self.at = at
    }
}

/// What happened on the way; `nil` for what has not happened yet.
extension Complaint {
    package var owner: String? {
        for case .acknowledged(let acknowledgement) in history { return acknowledgement.owner }
        return nil
    }

    package var acknowledgedAt: Timestamp? {
        for case .acknowledged(let acknowledgement) in history { return acknowledgement.at }
        return nil
    }

    /// The answer in force: after a reopening the former one no longer is.
    package var lastAnswer: ComplaintAnswer? {
        switch state {
        case .registered, .acknowledged: return nil
        case .answered(let answer): return answer
        case .closed:
            for case .answered(let answer) in history.reversed() { return answer }
            return nil
        }
    }

    package var closure: ComplaintClosure? {
        guard case .closed(let closure) = state else { return nil }
        return closure
    }

    /// How often the customer did not accept the answer.
    package var reopenCount: Int {
        history.count { if case .reopened = $0 { true } else { false } }
    }

    /// Clocks that were overrun in any round.
    package var breachedClocks: [ComplaintClock] {
        ComplaintClock.allCases.filter { clock in
            history.contains { if case .clockBreached(clock, _) = $0 { true } else { false } }
        }
    }

    package var lastNote: Personal<String>? {
        history.reversed().lazy.compactMap(\.note).first
    }
}

extension Complaint.Event {
    fileprivate var note: Personal<String>? {
        switch self {
        case .acknowledged(let acknowledgement), .reopened(let acknowledgement, _): acknowledgement.note
        case .closed(let closure): closure.note
        case .registered, .answered, .clockBreached: nil
        }
    }
}

extension Complaint.State {
    /// The state without its facts, for lists and filters.
    package enum Status: String, Codable, CaseIterable, Sendable {
        case registered, acknowledged, answered, closed
    }

    package var status: Status {
        switch self {
        case .registered: .registered
        case .acknowledged: .acknowledged
        case .answered: .answered
        case .closed: .closed
        }
    }
}
