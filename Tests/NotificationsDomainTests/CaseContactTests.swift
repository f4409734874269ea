import NotificationsDomain
import Testing
import Vocabulary

@Suite("The contact of a case")
struct CaseContactTests {
    private let contact = CaseContact(caseID: CaseID(UniqueID(high: 9, low: 9)))
    private let recipient = Recipient(name: Personal("Ann"), email: nil, language: .english, caseNumber: "AS-1")

    private func reached(_ number: UInt64, at seconds: Int64) -> ReachedStage {
        ReachedStage(
            eventID: UniqueID(high: 1, low: number),
            stage: .visitScheduled,
            variables: [:],
            at: Timestamp(seconds)
        )
    }

    private func applying(_ events: [CaseContact.Event], to contact: CaseContact) -> CaseContact {
        events.reduce(contact) { $0.applying($1) }
    }

    @Test("given no contact yet, when a stage is reached, then it is held once")
    func holds() {
        let stage = reached(1, at: 5)
        #expect(contact.reaching(stage) == [.held(stage)])
        let holding = applying(contact.reaching(stage), to: contact)
        #expect(holding.reaching(stage).isEmpty)
    }

    @Test("given held stages, when the contact is learned, then they become due in their order")
    func releases() {
        let late = reached(1, at: 9)
        let early = reached(2, at: 5)
        let holding = applying([.held(late), .held(early)], to: contact)
        let events = holding.learning(recipient)
        #expect(events == [.contactLearned(recipient), .due(early, recipient), .due(late, recipient)])
        #expect(applying(events, to: holding).state == .known(recipient))
    }

    @Test("given a known contact, when a stage is reached, then it is due at once")
    func dueAtOnce() {
        let known = applying(contact.learning(recipient), to: contact)
        let stage = reached(1, at: 5)
        #expect(known.reaching(stage) == [.due(stage, recipient)])
        #expect(known.applying(.due(stage, recipient)) == known)
        #expect(known.applying(.held(stage)) == known)
    }

    @Test("given a known contact, when it is learned again, then only a change counts")
    func learnsChanges() {
        let known = applying(contact.learning(recipient), to: contact)
        #expect(known.learning(recipient).isEmpty)
        let moved = Recipient(name: Personal("Ann"), email: nil, language: .chinese, caseNumber: "AS-1")
        #expect(known.learning(moved) == [.contactLearned(moved)])
    }
}
