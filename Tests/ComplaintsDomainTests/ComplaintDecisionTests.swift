import ComplaintsDomain
import Testing
import Vocabulary

/// CO-10, CO-20, FL-04: every state meets every command.
@Suite("A complaint")
struct ComplaintDecisionTests {
    private typealias Fixture = ComplaintFixture

    private func decide(
        _ command: ComplaintCommand,
        on complaint: Complaint,
        at time: Timestamp
    ) throws(ComplaintRefusal)
        -> [Complaint.Event]
    {
        try complaint.decide(command, deadlines: Fixture.deadlines, now: time)
    }

    @Test(
        "given any state, when any command comes, then it is carried out, already holds, or is refused by name",
        arguments: Complaint.State.Status.allCases,
        ComplaintFixture.Kind.allCases
    )
    func everyPair(status: Complaint.State.Status, kind: ComplaintFixture.Kind) {
        let now = Fixture.friday + .hours(1)
        let result = Result { () throws(ComplaintRefusal) in
            try decide(Fixture.command(kind), on: Fixture.complaint(in: status), at: now)
        }
        let again = Acknowledgement(owner: "li", note: nil, at: now)
        let answer = ComplaintAnswer(
            owner: "li",
            validity: .valid,
            decision: "free repair",
            measure: nil,
            at: now
        )
        let expected: Result<[Complaint.Event], ComplaintRefusal> =
            switch (status, kind) {
            case (_, .breachVisit), (_, .breachHandling): .success([])  // not due yet
            case (.registered, .acknowledge): .success([.acknowledged(again)])
            case (.acknowledged, .answer): .success([.answered(answer)])
            case (.answered, .accept): .success([.closed(ComplaintClosure(validity: .valid, note: nil, at: now))])
            case (.answered, .reject):
                .success([.reopened(again, handlingDue: Fixture.deadlines.due(.handling, for: .normal, from: now))])
            case (.acknowledged, .acknowledge), (.answered, .answer), (.closed, .accept): .success([])
            case (.registered, .answer): .failure(.notAcknowledged)
            case (.registered, _), (.acknowledged, _): .failure(.notAnswered)
            case (.answered, .acknowledge): .failure(.alreadyAnswered)
            case (.closed, _): .failure(.alreadyClosed)
            }
        #expect(result == expected)
    }

    @Test("given an acknowledged complaint, when another owner takes it, then the owner is named (CO-17)")
    func ownerStays() {
        #expect(throws: ComplaintRefusal.ownedBySomebodyElse("li")) {
            try decide(
                .acknowledge(owner: "wang", note: nil),
                on: Fixture.complaint(in: .acknowledged),
                at: Fixture.friday
            )
        }
    }

    @Test("given blank texts, when they are asked as owner or decision, then the missing one is named")
    func blanks() {
        #expect(throws: ComplaintRefusal.ownerMissing) {
            try decide(.acknowledge(owner: " ", note: nil), on: Fixture.complaint(in: .registered), at: Fixture.friday)
        }
        #expect(throws: ComplaintRefusal.decisionMissing) {
            let acknowledged = Fixture.complaint(in: .acknowledged)
            return try decide(.answer(.valid, decision: "", measure: nil), on: acknowledged, at: Fixture.friday)
        }
    }

    @Test("given a record without object or demand, when it is checked, then the missing one is named (CO-01)")
    func recordIsComplete() throws {
        #expect(try Fixture.record().checked() == Fixture.record())
        #expect(throws: ComplaintRefusal.objectMissing) { try Fixture.record(object: "").checked() }
        #expect(throws: ComplaintRefusal.demandMissing) { try Fixture.record(demand: " ").checked() }
    }

    @Test("given an answer, when another verdict comes, then the first stays (CO-07)")
    func answerStays() {
        #expect(throws: ComplaintRefusal.alreadyAnswered) {
            let answered = Fixture.complaint(in: .answered)
            return try decide(.answer(.invalid, decision: "no", measure: nil), on: answered, at: Fixture.friday)
        }
    }

    @Test("given an answer the customer does not accept, then the same owner looks again against a new clock (CO-20)")
    func reopening() throws {
        let now = Fixture.friday + .hours(2)
        let answered = Fixture.complaint(in: .answered)
        let events = try decide(.close(customerAccepts: false, note: nil), on: answered, at: now)
        let reopened = answered.applying(all: events)
        #expect(reopened.state == .acknowledged(Acknowledgement(owner: "li", note: nil, at: now)))
        #expect(reopened.handling.isRunning)
        #expect(reopened.handling.startedAt == now)
        #expect(!reopened.visit.isRunning)
    }

    @Test("given any state, when any event is applied, then it is remembered")
    func applyingIsTotal() {
        let events: [Complaint.Event] = [
            .registered(visitDue: Fixture.friday, handlingDue: Fixture.friday),
            .acknowledged(Fixture.acknowledgement), .answered(Fixture.answer), .closed(Fixture.closure),
            .reopened(Fixture.acknowledgement, handlingDue: Fixture.friday),
            .clockBreached(.visit, at: Fixture.friday), .clockBreached(.handling, at: Fixture.friday),
        ]
        for status in Complaint.State.Status.allCases {
            for event in events {
                let subject = Fixture.complaint(in: status)
                #expect(subject.applying(event).history == subject.history + [event])
            }
        }
    }

    @Test("given refusals, then each has its own code and both languages")
    func refusalsSpeak() {
        let all: [ComplaintRefusal] = [
            .unknownComplaint, .idTaken, .unknownValue("urgency"), .objectMissing, .demandMissing, .ownerMissing,
            .ownedBySomebodyElse("li"),
            .notAcknowledged, .decisionMissing, .notAnswered, .alreadyAnswered, .alreadyClosed,
        ]
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.allSatisfy { !$0.explanation.zh.isEmpty && !$0.explanation.en.isEmpty })
    }
}
