import Messages
import Messaging
import NotificationsDomain
import Vocabulary

extension Needs {
    /// What every handler here looks at.
    static func contact(of caseID: CaseID) -> Needs {
        Needs(CaseContact.self, [caseID]).and(TemplateShelf.self, [TemplateShelf.key])
    }
}

extension Workspace {
    /// The case's customer is known now: what was held becomes due.
    mutating func learn(_ recipient: Recipient, of caseID: CaseID) throws {
        let contact = self[CaseContact.self, caseID] ?? CaseContact(caseID: caseID)
        try record(contact.learning(recipient), on: contact)
    }

    /// The customer is to hear of a stage: now, or when they are known.
    mutating func reach(_ stage: ReachedStage, of caseID: CaseID) throws {
        let contact = self[CaseContact.self, caseID] ?? CaseContact(caseID: caseID)
        try record(contact.reaching(stage), on: contact)
    }

    private mutating func record(_ events: [CaseContact.Event], on contact: CaseContact) throws {
        var next = contact
        for event in events {
            next = next.applying(event)
            if case .due(let stage, let recipient) = event {
                try notify(recipient, of: stage, caseID: contact.caseID)
            }
        }
        if next != contact { self[CaseContact.self, contact.caseID] = next }
    }

    /// Writes one notification per channel; delivering them is the worker's part.
    private mutating func notify(_ recipient: Recipient, of reached: ReachedStage, caseID: CaseID) throws {
        guard let shelf = self[TemplateShelf.self, TemplateShelf.key] else {
            throw HandlingFailure.retry("the table of senders is empty")
        }
        for channel in recipient.channels(mailIsConfigured: shelf.mailIsOpen) {
            let identity = NotificationIdentity(customerOf: caseID, eventID: reached.eventID, channel: channel)
            let notification = CustomerNotification(
                id: identity.notificationID,
                caseID: caseID,
                identity: identity,
                stage: reached.stage,
                language: recipient.language,
                content: shelf.book.content(for: reached, channel: channel, to: recipient, from: shelf.sender)
            )
            try add(NotificationDocument(notification, createdAt: now))
        }
    }

    private mutating func add(_ document: NotificationDocument) throws {
        append(NewNotification(document: document))
        try emit(document.stateMessage(version: 1, at: now))
        guard let failure = document.notification.failure else { return }
        try emit(document.failedMessage(failure, at: now))
        append(
            DeliveryAttempt(
                notification: document.notification,
                result: .failed,
                reason: failure.reason,
                at: now
            )
        )
    }
}

extension NotificationIdentity {
    /// The same id for the same person, event and channel.
    package var notificationID: NotificationID { .derived("notification", from: dedupeKey) }
}
