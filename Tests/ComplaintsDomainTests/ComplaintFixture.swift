import ComplaintsDomain
import Vocabulary

enum ComplaintFixture {
    enum Kind: CaseIterable, Sendable { case acknowledge, answer, accept, reject, breachVisit, breachHandling }

    /// A Friday, 15:00 in Shanghai.
    static let friday = Timestamp("2026-11-20T15:00:00+08:00") ?? Timestamp(0)
    static let deadlines = ComplaintDeadlines()

    static func record(
        object: String = "repair",
        demand: String = "again, properly",
        urgency: Urgency = .normal,
        registeredAt: Timestamp = friday
    ) -> ComplaintRecord {
        ComplaintRecord(
            id: ComplaintID(UniqueID(high: 1, low: 1)),
            caseID: CaseID(UniqueID(high: 2, low: 2)),
            object: object,
            demand: demand,
            facts: Personal("It broke the next day."),
            channel: "phone",
            urgency: urgency,
            origin: .customer,
            registeredAt: registeredAt
        )
    }

    static let acknowledgement = Acknowledgement(owner: "li", note: nil, at: friday)
    static let answer = ComplaintAnswer(
        owner: "li",
        validity: .valid,
        decision: "free repair",
        measure: nil,
        at: friday
    )
    static let closure = ComplaintClosure(validity: .valid, note: nil, at: friday)

    static func complaint(in status: Complaint.State.Status, urgency: Urgency = .normal) -> Complaint {
        let path: [Complaint.Event] = [.acknowledged(acknowledgement), .answered(answer), .closed(closure)]
        let registered = Complaint(record(urgency: urgency), deadlines: deadlines)
        return switch status {
        case .registered: registered
        case .acknowledged: registered.applying(all: path.prefix(1))
        case .answered: registered.applying(all: path.prefix(2))
        case .closed: registered.applying(all: path)
        }
    }

    static func command(_ kind: Kind) -> ComplaintCommand {
        switch kind {
        case .acknowledge: .acknowledge(owner: "li", note: nil)
        case .answer: .answer(.valid, decision: "free repair", measure: nil)
        case .accept: .close(customerAccepts: true, note: nil)
        case .reject: .close(customerAccepts: false, note: nil)
        case .breachVisit: .noteBreach(.visit)
        case .breachHandling: .noteBreach(.handling)
        }
    }
}

extension Complaint {
    func applying(all events: some Sequence<Event>) -> Complaint {
        events.reduce(self) { $0.applying($1) }
    }
}
