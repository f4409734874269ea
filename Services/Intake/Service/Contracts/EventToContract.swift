import IntakeDomain
import Messages
import Vocabulary

extension ServiceCase {
    /// What the outside is told about an event; clocks that merely start, stop or pause are seen in the state alone.
    ///
    /// - Parameter note: what was written about a first response.
    func message(for event: Event, note: String? = nil, now: Timestamp) -> (any Message)? {
        switch event {
        case .firstResponseRecorded(let time): FirstResponseRecordedV1(caseID: id, respondedAt: time, note: note)
        case .resolvedByPhone(let solution): CaseResolvedByPhoneV1(caseID: id, solution: solution, resolvedAt: now)
        case .cancelled(let reason, let time): CaseCancelledV1(caseID: id, reason: reason, cancelledAt: time)
        case .clockChanged(let kind, .breached):
            CaseClockBreachedV1(
                caseID: id,
                clock: Wire.CaseClock(kind),
                dueAt: file.clocks[kind]?.dueAt ?? now,
                breachedAt: now
            )
        case .closed(let outcome, let time):
            CaseClosedV1(
                caseID: id,
                number: file.registration.number,
                outcome: Wire.CaseOutcome(outcome),
                closedAt: time
            )
        case .reopened(let kind, let time):
            CaseReopenedV1(caseID: id, reason: kind.rawValue, reopenedAt: time)
        case .clockStarted, .clockChanged, .partMarked: nil
        }
    }
}
