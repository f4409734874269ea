import NotificationsDomain
import Testing
import Vocabulary

/// BX-08: every state of a delivery meets every command.
@Suite("A notification")
struct DeliveryTests {
    private static let now = Timestamp(1_800_000_000)
    private static let message = CustomerNotification.Content.message(
        CustomerNotification.Letter(subject: Personal("subject"), body: Personal("text"), address: nil)
    )

    private static func notification(_ content: CustomerNotification.Content = message) -> CustomerNotification {
        let caseID = CaseID(UniqueID(high: 2, low: 2))
        return CustomerNotification(
            id: NotificationID(UniqueID(high: 1, low: 1)),
            caseID: caseID,
            identity: NotificationIdentity(
                customerOf: caseID,
                eventID: UniqueID(high: 3, low: 3),
                channel: .log
            ),
            stage: .visitScheduled,
            language: .chinese,
            content: content
        )
    }

    private static func notification(in status: CustomerNotification.State.Status) -> CustomerNotification {
        switch status {
        case .pending: notification()
        case .delivered: notification().applying(.delivered(at: now))
        case .failed: notification().applying(.failed(.refused("550")))
        }
    }

    private static let commands: [DeliveryCommand] = [
        .recordDelivery, .recordFailure("550", isFinal: true), .recordFailure("timeout", isFinal: false), .resend,
    ]

    @Test(
        "given any state, when any command comes, then it is carried out, already holds, or is refused by name",
        arguments: CustomerNotification.State.Status.allCases,
        commands
    )
    func everyPair(status: CustomerNotification.State.Status, command: DeliveryCommand) {
        let result = Result { () throws(DeliveryRefusal) in
            try Self.notification(in: status).decide(command, now: Self.now)
        }
        let expected: Result<[CustomerNotification.Event], DeliveryRefusal> =
            switch (status, command) {
            case (.pending, .recordDelivery): .success([.delivered(at: Self.now)])
            case (.pending, .recordFailure(let reason, isFinal: true)): .success([.failed(.refused(reason))])
            case (.pending, .recordFailure): .success([.attemptFailed(retryAt: Self.now + .seconds(10))])
            case (.pending, .resend), (.delivered, .recordDelivery), (.failed, .recordFailure): .success([])
            case (.delivered, _): .failure(.alreadyDelivered)
            case (.failed, .recordDelivery): .failure(.alreadyFailed)
            case (.failed, .resend): .success([.resent])
            }
        #expect(result == expected)
    }

    @Test("given attempts that fail, then the pause doubles up to an hour and the tenth failure is the last")
    func backsOff() throws {
        var subject = Self.notification()
        var pauses: [Duration] = []
        while subject.state.status == .pending {
            for event in try subject.decide(.recordFailure("timeout", isFinal: false), now: Self.now) {
                if case .attemptFailed(let time) = event { pauses.append(time - Self.now) }
                subject = subject.applying(event)
            }
        }
        #expect(pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 2560].map { .seconds($0) })
        #expect(subject.state == .failed(.gaveUp("timeout"), attempts: 10))
        #expect(CustomerNotification.pause(after: 100) == .hours(1))
    }

    @Test("given a message that could not be rendered, then it has failed visibly and cannot be sent again (NO-01)")
    func unrendered() {
        let subject = Self.notification(.none(.missingVariable("window")))
        #expect(subject.state == .failed(.rendering(.missingVariable("window")), attempts: 0))
        #expect(throws: DeliveryRefusal.nothingToSend) { try subject.decide(.resend, now: Self.now) }
    }

    @Test("given a failed notification, when it is sent again, then its attempts start anew")
    func resending() throws {
        let failed = Self.notification(in: .failed)
        let again = try failed.decide(.resend, now: Self.now).reduce(failed) { $0.applying($1) }
        #expect(again.state == .pending(attempts: 0))
    }

    @Test("given the same person, event and channel, then the identity is the same; any other differs (BX-08)")
    func identity() {
        let event = UniqueID(high: 3, low: 3)
        let key = NotificationIdentity(person: "p", eventID: event, channel: .log).dedupeKey
        #expect(key == NotificationIdentity(person: "p", eventID: event, channel: .log).dedupeKey)
        #expect(key != NotificationIdentity(person: "q", eventID: event, channel: .log).dedupeKey)
        #expect(key != NotificationIdentity(person: "p", eventID: event, channel: .email).dedupeKey)
        let other = UniqueID(high: 3, low: 4)
        #expect(key != NotificationIdentity(person: "p", eventID: other, channel: .log).dedupeKey)
    }

    @Test("given refusals, then each has its own code and both languages")
    func refusalsSpeak() {
        let all: [DeliveryRefusal] = [.alreadyDelivered, .alreadyFailed, .nothingToSend]
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.allSatisfy { !$0.explanation.zh.isEmpty && !$0.explanation.en.isEmpty })
    }
}
