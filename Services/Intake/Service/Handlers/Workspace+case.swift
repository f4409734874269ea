import IntakeDomain
import Messages
import Messaging
import Vocabulary

extension Workspace {
    /// The case that the message is about.
    mutating func existingCase(_ id: CaseID) throws(CaseRefusal) -> ServiceCase {
        guard let known = self[ServiceCase.self, id] else { throw .unknownCase }
        return known
    }

    /// Decides a command on a case, keeps the result, tells the others and moves the timers.
    mutating func decide(
        _ command: ServiceCase.Command,
        on id: CaseID,
        note: String? = nil,
        at time: Timestamp
    ) throws {
        let known = try existingCase(id)
        let events = try known.decide(command, now: time)
        if !events.isEmpty { try keep(known.applying(events), before: known, after: events, note: note) }
        completed("case", id: id.description)
    }

    /// Keeps a new or changed case.
    mutating func keep(
        _ serviceCase: ServiceCase,
        before: ServiceCase?,
        after events: [ServiceCase.Event],
        note: String? = nil
    ) throws {
        self[ServiceCase.self, serviceCase.id] = serviceCase
        for event in events {
            if let message = serviceCase.message(for: event, note: note, now: now) { try emit(message) }
        }
        moveTimers(from: before?.file.clocks ?? [:], to: serviceCase)
    }

    private mutating func moveTimers(from old: [ClockKind: ServiceClock], to serviceCase: ServiceCase) {
        for kind in ClockKind.allCases {
            let before = old[kind]
            let after = serviceCase.file.clocks[kind]
            if let after, after.isRunning {
                if before?.isRunning != true || before?.dueAt != after.dueAt {
                    schedule(kind.timer, for: serviceCase.id, at: after.dueAt)
                }
            } else if before?.isRunning == true {
                cancel(kind.timer, for: serviceCase.id)
            }
        }
    }
}

extension ClockKind {
    /// The kind of deadline under which the clock's due time is watched.
    var timer: String { "\(rawValue)-clock" }
}
