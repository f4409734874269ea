import Vocabulary

/// What makes a notification the same one: person, event and channel (BX-08).
///
/// The person is the customer of the case; an event belongs to one case.
package struct NotificationIdentity: Hashable, Codable, Sendable {
    package let person: String
    package let eventID: UniqueID
    package let channel: Channel

    package init(person: String, eventID: UniqueID, channel: Channel) {
        self.person = person
        self.eventID = eventID
        self.channel = channel
    }

    package init(customerOf caseID: CaseID, eventID: UniqueID, channel: Channel) {
        self.init(person: "customer:\(caseID)", eventID: eventID, channel: channel)
    }

    /// The same text for the same identity, and for no other one.
    package var dedupeKey: String { "\(person)|\(eventID)|\(channel.rawValue)" }
}

/// One message to one person about one event over one channel (客户通知).
package struct CustomerNotification: Codable, Equatable, Sendable {
    package enum State: Codable, Equatable, Sendable {
        case pending(attempts: Int)
        case delivered(at: Timestamp, attempts: Int)
        case failed(DeliveryFailure, attempts: Int)
    }

    package enum Event: Codable, Equatable, Sendable {
        case attemptFailed(retryAt: Timestamp)
        case delivered(at: Timestamp)
        case failed(DeliveryFailure)
        case resent
    }

    package let id: NotificationID
    package let caseID: CaseID
    package let identity: NotificationIdentity
    package let stage: Stage
    /// The customer's language; the other one stands below it.
    package let language: Language
    package let content: Content
    package private(set) var state: State

    /// The rendered message, or why there is none.
    package enum Content: Codable, Equatable, Sendable {
        case message(Letter)
        case none(RenderingFailure)
    }

    /// What is sent, and where to; the log needs no address.
    package struct Letter: Codable, Equatable, Sendable {
        package let subject: Personal<String>
        package let body: Personal<String>
        package let address: Personal<String>?

        package init(subject: Personal<String>, body: Personal<String>, address: Personal<String>?) {
            self.subject = subject
            self.body = body
            self.address = address
        }
    }

    package init(
        id: NotificationID,
        caseID: CaseID,
        identity: NotificationIdentity,
        stage: Stage,
        language: Language,
        content: Content
    ) {
        self.id = id
        self.caseID = caseID
        self.identity = identity
        self.stage = stage
        self.language = language
        self.content = content
        switch content {
        case .message: state = .pending(attempts: 0)
        case .none(let failure): state = .failed(.rendering(failure), attempts: 0)
        }
    }

    /// Total: what was recorded always applies.
    package func applying(_ event: Event) -> CustomerNotification {
        var next = self
        switch event {
        case .attemptFailed: next.state = .pending(attempts: attempts + 1)
        case .delivered(let time): next.state = .delivered(at: time, attempts: attempts + 1)
        case .failed(let failure): next.state = .failed(failure, attempts: attempts + 1)
        case .resent: next.state = .pending(attempts: 0)
        }
        return next
    }

    package var attempts: Int {
        switch state {
        case .pending(let attempts), .delivered(_, let attempts), .failed(_, let attempts): attempts
        }
    }
}

extension CustomerNotification {
    package var letter: Letter? {
        guard case .message(let letter) = content else { return nil }
        return letter
    }

    package var failure: DeliveryFailure? {
        guard case .failed(let failure, _) = state else { return nil }
        return failure
    }

    package var deliveredAt: Timestamp? {
        guard case .delivered(let time, _) = state else { return nil }
        return time
    }
}

/// Why the customer did not get the message; in words for staff, without personal data.
package enum DeliveryFailure: Codable, Equatable, Sendable {
    case rendering(RenderingFailure)
    /// The channel refuses this message for good.
    case refused(String)
    /// The channel did not take it in any of the attempts.
    case gaveUp(String)
}

extension CustomerNotification.State {
    /// The state without its facts, for lists and filters.
    package enum Status: String, Codable, CaseIterable, Sendable {
        case pending, delivered, failed
    }

    package var status: Status {
        switch self {
        case .pending: .pending
        case .delivered: .delivered
        case .failed: .failed
        }
    }
}
