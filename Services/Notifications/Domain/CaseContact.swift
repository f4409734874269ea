import Vocabulary

/// Whom a case's messages go to.
///
/// Topics are not ordered against each other, so a stage may be heard of before the contact: it is held here until then.
package struct CaseContact: Codable, Equatable, Sendable {
    package enum State: Codable, Equatable, Sendable {
        case unknown(held: [ReachedStage])
        case known(Recipient)
    }

    package enum Event: Codable, Equatable, Sendable {
        case held(ReachedStage)
        case contactLearned(Recipient)
        /// The customer is to hear of this stage now.
        case due(ReachedStage, Recipient)
    }

    package let caseID: CaseID
    package private(set) var state: State

    package init(caseID: CaseID) {
        self.caseID = caseID
        state = .unknown(held: [])
    }

    /// The stages held so far become due in the order in which they were reached.
    package func learning(_ recipient: Recipient) -> [Event] {
        switch state {
        case .unknown(let held):
            let inOrder = held.sorted { ($0.at, $0.eventID) < ($1.at, $1.eventID) }
            return [.contactLearned(recipient)] + inOrder.map { .due($0, recipient) }
        case .known(let known):
            return known == recipient ? [] : [.contactLearned(recipient)]
        }
    }

    package func reaching(_ stage: ReachedStage) -> [Event] {
        switch state {
        case .unknown(let held):
            held.contains { $0.eventID == stage.eventID } ? [] : [.held(stage)]
        case .known(let recipient):
            [.due(stage, recipient)]
        }
    }

    /// Total: what was recorded always applies.
    package func applying(_ event: Event) -> CaseContact {
        var next = self
        switch (event, state) {
        case (.held(let stage), .unknown(let held)): next.state = .unknown(held: held + [stage])
        case (.contactLearned(let recipient), _): next.state = .known(recipient)
        case (.held, .known), (.due, _): break
        }
        return next
    }
}

/// The customer of a case, as far as messages need.
package struct Recipient: Codable, Equatable, Sendable {
    package let name: Personal<String>
    package let email: Personal<String>?
    package let language: Language
    /// What the customer reads out on the phone.
    package let caseNumber: String

    package init(name: Personal<String>, email: Personal<String>?, language: Language, caseNumber: String) {
        self.name = name
        self.email = email
        self.language = language
        self.caseNumber = caseNumber
    }

    /// The log always; e-mail when there is an address and a server to hand it to.
    package func channels(mailIsConfigured: Bool) -> [Channel] {
        // A sealed address was one when it was told; the mail channel finds out.
        let hasAddress = email.map { !($0.isPlain || $0.isBlank) || $0.wireText.contains("@") } ?? false
        return mailIsConfigured && hasAddress ? [.log, .email] : [.log]
    }
}

/// One event that the customer should hear of, with the variables for its template.
package struct ReachedStage: Codable, Equatable, Sendable {
    package let eventID: UniqueID
    package let stage: Stage
    package let variables: [String: Personal<String>]
    package let at: Timestamp

    package init(eventID: UniqueID, stage: Stage, variables: [String: Personal<String>], at: Timestamp) {
        self.eventID = eventID
        self.stage = stage
        self.variables = variables
        self.at = at
    }
}
