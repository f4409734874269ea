import ReturnsDomain
import Testing
import Vocabulary

/// RE-04, RE-06, FL-06: every state meets every command.
@Suite("A return authorisation")
struct ReturnDecisionTests {
    private typealias Status = ReturnAuthorisation.State.Status
    private typealias Fixture = ReturnFixture

    @Test("given a right to the return, when it is requested, then it is authorised at once (RE-02)")
    func authorisesAtOnce() {
        let events = ReturnAuthorisation.opening(Fixture.request(.withinGuarantee))
        let automatic = ReturnDecision(reason: "within-guarantee", decidedBy: nil, at: Fixture.start)
        #expect(events == [.requested, .authorised(automatic)])
    }

    @Test(
        "given no right to the return, when it is requested, then it waits for a decision (RE-06)",
        arguments: [ReturnEligibility.Reason.guaranteeOver, .noContractDate, .customerCaused]
    )
    func waits(reason: ReturnEligibility.Reason) {
        #expect(ReturnAuthorisation.opening(Fixture.request(reason)) == [.requested])
    }

    @Test(
        "given any state, when any command comes, then it is carried out, already holds, or is refused by name",
        arguments: ReturnAuthorisation.State.Status.allCases,
        Fixture.Kind.allCases
    )
    func everyPair(status: ReturnAuthorisation.State.Status, kind: ReturnFixture.Kind) {
        let subject = Fixture.authorisation(in: status)
        let result = Result { () throws(ReturnRefusal) in
            try subject.decide(Fixture.command(kind), now: Fixture.later)
        }
        switch (status, kind, result) {
        case (.requested, .authorise, .success(let events)):
            #expect(subject.applying(all: events).state.status == .authorised)
        case (.requested, .refuse, .success(let events)):
            #expect(subject.applying(all: events).state.status == .refused)
        case (.authorised, .receive, .success(let events)):
            #expect(subject.applying(all: events).state.status == .received)
        case (.received, .dispose, .success(let events)):
            #expect(subject.applying(all: events).state.status == .disposed)
        case (.disposed, .settle, .success(let events)):
            #expect(subject.applying(all: events).state.status == .settled)
        default:
            #expect(result == Fixture.expected(status, kind))
        }
    }

    @Test("given a refused request without a word, when goodwill has no written reason, then it is refused")
    func reasonIsNeeded() {
        let subject = Fixture.authorisation(in: .requested)
        #expect(throws: ReturnRefusal.reasonMissing) {
            try subject.decide(.authorise(reason: " \n", by: "clerk"), now: Fixture.later)
        }
        #expect(throws: ReturnRefusal.reasonMissing) {
            try subject.decide(.refuse(reason: "", by: "clerk"), now: Fixture.later)
        }
    }

    @Test("given an announced serial number, when goods with another one arrive, then they are not taken in (RE-11)")
    func serialNumberMustMatch() throws {
        let subject = Fixture.authorisation(in: .authorised)
        #expect(throws: ReturnRefusal.serialNumberDiffers) {
            try subject.decide(.receive(condition: "used", serialNumber: "other"), now: Fixture.later)
        }
        #expect(try !subject.decide(.receive(condition: "used", serialNumber: nil), now: Fixture.later).isEmpty)
    }

    @Test(
        "given the announced serial number written another way, when the goods arrive, then they are taken in (RE-11)",
        arguments: ["s1", "S 1", "Ｓ－１", "--"]
    )
    func serialNumberWrittenOtherwise(found: String) throws {
        let subject = Fixture.authorisation(in: .authorised)
        #expect(try !subject.decide(.receive(condition: "used", serialNumber: found), now: Fixture.later).isEmpty)
    }

    @Test("given blank texts, when goods are received or disposed of, then it is refused by name")
    func blankTexts() {
        #expect(throws: ReturnRefusal.missing(.condition)) {
            try Fixture.authorisation(in: .authorised)
                .decide(.receive(condition: " \n", serialNumber: nil), now: Fixture.later)
        }
        #expect(throws: ReturnRefusal.missing(.finding)) {
            try Fixture.authorisation(in: .received).decide(.dispose(.scrap, finding: " "), now: Fixture.later)
        }
    }

    @Test("given a decision, when it is taken again for another reason, then it is refused by name (RE-06)")
    func otherReason() {
        for status in [Status.authorised, .received, .disposed, .settled] {
            #expect(throws: ReturnRefusal.alreadyAuthorised) {
                try Fixture.authorisation(in: status).decide(
                    .authorise(reason: "again", by: "clerk"),
                    now: Fixture.later
                )
            }
        }
        #expect(throws: ReturnRefusal.alreadyRefused) {
            try Fixture.authorisation(in: .refused).decide(.refuse(reason: "again", by: "clerk"), now: Fixture.later)
        }
    }

    @Test("given other facts than those recorded, when an act is repeated with them, then it is refused")
    func otherFacts() {
        #expect(throws: ReturnRefusal.alreadyReceived) {
            try Fixture.authorisation(in: .received)
                .decide(.receive(condition: "wet", serialNumber: nil), now: Fixture.later)
        }
        #expect(throws: ReturnRefusal.alreadyDisposed(.scrap)) {
            try Fixture.authorisation(in: .disposed).decide(.dispose(.restock, finding: "dead"), now: Fixture.later)
        }
        #expect(throws: ReturnRefusal.alreadySettled) {
            try Fixture.authorisation(in: .settled)
                .decide(.settle(.exchange(replacementSerialNumber: nil)), now: Fixture.later)
        }
    }

    @Test("given a refund without an amount above zero, then it is refused (RE-09)", arguments: [nil, 0, -1])
    func amountIsNeeded(minorUnits: Int64?) {
        let nothing = minorUnits.map { Money(minorUnits: $0, currency: "CNY") }
        #expect(throws: ReturnRefusal.amountMissing) { try Settlement.refund(of: nothing, paymentReference: nil) }
    }

    @Test("given any state, when any event is applied, then it holds and is remembered")
    func applyingIsTotal() {
        for status in Status.allCases {
            for event in Fixture.authorisation(in: .settled).history {
                let subject = Fixture.authorisation(in: status)
                #expect(subject.applying(event).history == subject.history + [event])
            }
        }
    }

    @Test("given refusals, then each has its own code and both languages")
    func refusalsSpeak() {
        let all: [ReturnRefusal] = [
            .unknownCase, .unknownReturn, .idTaken, .unknownValue("reason"), .reasonMissing, .amountMissing,
            .contractDateInFuture(CalendarDate(daysSinceEpoch: 0)), .missing(.condition), .missing(.finding),
            .notAuthorised, .alreadyAuthorised, .alreadyRefused, .notReceived, .alreadyReceived, .serialNumberDiffers,
            .notInspected,
            .alreadyDisposed(.scrap), .alreadySettled,
        ]
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.allSatisfy { !$0.explanation.zh.isEmpty && !$0.explanation.en.isEmpty })
        #expect(Set(Disposition.allCases.map(\.chinese)).count == Disposition.allCases.count)
    }
}
