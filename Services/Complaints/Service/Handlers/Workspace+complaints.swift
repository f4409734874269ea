import ComplaintsDomain
import Messages
import Messaging
import Vocabulary

extension ComplaintClock {
    /// The kind of the timer that fires when the time of this clock is over.
    package var timer: String { "\(rawValue)-overdue" }
}

extension Workspace {
    /// Opens a complaint; one that is already open stays as it is.
    mutating func open(_ document: ComplaintDocument) throws {
        completed("complaint", id: document.record.id.description)
        if let known = self[ComplaintDocument.self, document.record.id] {
            guard known.record.caseID == document.record.caseID else { throw ComplaintRefusal.idTaken }
            return
        }
        for clock in ComplaintClock.allCases { start(clock, of: document.complaint) }
        for event in document.complaint.history { try emit(document.message(for: event)) }
        self[ComplaintDocument.self, document.record.id] = document
    }

    /// Decides a command on a complaint of that case, stores and tells what came of it.
    mutating func carryOut(_ command: ComplaintCommand, on id: ComplaintID, of caseID: CaseID) throws {
        guard let document = self[ComplaintDocument.self, id], document.record.caseID == caseID else {
            throw ComplaintRefusal.unknownComplaint
        }
        completed("complaint", id: id.description)
        try record(document.complaint.decide(command, deadlines: ComplaintDeadlines(), now: now), on: document)
    }

    /// Notes that the time of a clock is over, once.
    mutating func noteBreach(of clock: ComplaintClock, on id: ComplaintID) throws {
        guard let document = self[ComplaintDocument.self, id] else { return }
        let events = try document.complaint.decide(.noteBreach(clock), deadlines: ComplaintDeadlines(), now: now)
        try record(events, on: document)
    }

    private mutating func record(_ events: [Complaint.Event], on document: ComplaintDocument) throws {
        guard !events.isEmpty else { return }
        var next = document
        for event in events {
            next.apply(event)
            try emit(next.message(for: event))
            adjustTimers(to: event, of: next.complaint)
        }
        self[ComplaintDocument.self, document.record.id] = next
    }

    private mutating func adjustTimers(to event: Complaint.Event, of complaint: Complaint) {
        switch event {
        case .acknowledged: cancel(ComplaintClock.visit.timer, for: complaint.id)
        case .answered: cancel(ComplaintClock.handling.timer, for: complaint.id)
        case .reopened: start(.handling, of: complaint)
        case .registered, .closed, .clockBreached: break
        }
    }

    private mutating func start(_ clock: ComplaintClock, of complaint: Complaint) {
        schedule(clock.timer, for: complaint.id, at: complaint.run(of: clock).dueAt)
    }
}
