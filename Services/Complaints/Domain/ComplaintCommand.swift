import Vocabulary

package enum ComplaintCommand: Equatable, Sendable {
    case acknowledge(owner: String, note: Personal<String>?)
    case answer(Validity, decision: String, measure: String?)
    case close(customerAccepts: Bool, note: Personal<String>?)
    /// The time of a clock is over.
    case noteBreach(ComplaintClock)
}

extension Complaint {
    /// Pure: an empty result means that what is asked already holds, so a repeated command is harmless.
    package func decide(
        _ command: ComplaintCommand,
        deadlines: ComplaintDeadlines,
        now: Timestamp
    ) throws(ComplaintRefusal) -> [Event] {
        switch command {
        case .acknowledge(let owner, let note):
            try acknowledge(Acknowledgement(owner: owner, note: note, at: now))
        case .answer(let validity, let decision, let measure):
            try answer(validity, decision: decision, measure: measure, now: now)
        case .close(true, let note):
            try close(note: note, now: now)
        case .close(false, let note):
            try reopen(
                note: note,
                handlingDue: deadlines.due(.handling, for: record.urgency, from: now),
                now: now
            )
        case .noteBreach(let clock):
            noteBreach(of: clock, now: now)
        }
    }

    /// A complaint keeps its owner to the end (CO-17, POL-05).
    private func acknowledge(_ acknowledgement: Acknowledgement) throws(ComplaintRefusal) -> [Event] {
        switch state {
        case .registered:
            guard !acknowledgement.owner.isBlank else { throw .ownerMissing }
            return [.acknowledged(acknowledgement)]
        case .acknowledged(let known):
            guard known.owner == acknowledgement.owner else { throw .ownedBySomebodyElse(known.owner) }
            return []
        case .answered: throw .alreadyAnswered
        case .closed: throw .alreadyClosed
        }
    }

    private func answer(
        _ validity: Validity,
        decision: String,
        measure: String?,
        now: Timestamp
    ) throws(ComplaintRefusal) -> [Event] {
        switch state {
        case .registered: throw .notAcknowledged
        case .acknowledged(let acknowledgement):
            guard !decision.isBlank else { throw .decisionMissing }
            let answer = ComplaintAnswer(
                owner: acknowledgement.owner,
                validity: validity,
                decision: decision,
                measure: measure,
                at: now
            )
            return [.answered(answer)]
        case .answered(let known):
            guard known.validity == validity, known.decision == decision, known.measure == measure else {
                throw .alreadyAnswered
            }
            return []
        case .closed: throw .alreadyClosed
        }
    }

    private func close(note: Personal<String>?, now: Timestamp) throws(ComplaintRefusal) -> [Event] {
        switch state {
        case .registered, .acknowledged: throw .notAnswered
        case .answered(let answer): return [.closed(ComplaintClosure(validity: answer.validity, note: note, at: now))]
        case .closed: return []
        }
    }

    private func reopen(
        note: Personal<String>?,
        handlingDue: Timestamp,
        now: Timestamp
    ) throws(ComplaintRefusal) -> [Event] {
        switch state {
        case .registered, .acknowledged: throw .notAnswered
        case .answered(let answer):
            let again = Acknowledgement(owner: answer.owner, note: note, at: now)
            return [.reopened(again, handlingDue: handlingDue)]
        case .closed: throw .alreadyClosed
        }
    }

    /// Asked by a timer only: too early, for a stopped clock or a second time, it changes nothing.
    private func noteBreach(of clock: ComplaintClock, now: Timestamp) -> [Event] {
        let run = run(of: clock)
        guard run.isRunning, run.breachedAt == nil, now >= run.dueAt else { return [] }
        return [.clockBreached(clock, at: now)]
    }
}
