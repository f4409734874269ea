import Vocabulary

/// A case (服务单): the thread through the suite, from the call to the day on which nothing is open any more.
package enum ServiceCase: Hashable, Codable, Sendable {
    /// Taken in and routed; nobody has acted on it yet.
    case registered(CaseFile)
    case inProgress(CaseFile)
    case closed(CaseFile, CaseOutcome, at: Timestamp)
    case cancelled(CaseFile, reason: String, at: Timestamp)

    package init(_ registration: Registration, terms: ServiceTerms = .standard) {
        self = .registered(
            CaseFile(
                registration: registration,
                clocks: terms.clocks(
                    for: registration.request.contactType,
                    wishedTime: registration.request.wishedTime,
                    registeredAt: registration.registeredAt
                ),
                parts: CaseParts([registration.firstPart])
            )
        )
    }

    package enum Status: String, Codable, CaseIterable, Sendable {
        case registered
        case inProgress = "in-progress"
        case closed, cancelled
    }

    package var status: Status {
        switch self {
        case .registered: .registered
        case .inProgress: .inProgress
        case .closed: .closed
        case .cancelled: .cancelled
        }
    }

    package var file: CaseFile {
        switch self {
        case .registered(let file), .inProgress(let file), .closed(let file, _, _), .cancelled(let file, _, _):
            file
        }
    }

    package var id: CaseID { file.registration.caseID }

    package var endedAt: Timestamp? {
        switch self {
        case .closed(_, _, let time), .cancelled(_, _, let time): time
        case .registered, .inProgress: nil
        }
    }

    package var outcome: CaseOutcome? {
        switch self {
        case .closed(_, let outcome, _): outcome
        case .cancelled: .cancelled
        case .registered, .inProgress: nil
        }
    }
}

/// What is known about a case in every state.
package struct CaseFile: Hashable, Codable, Sendable {
    package let registration: Registration
    package var clocks: [ClockKind: ServiceClock]
    package var parts: CaseParts
    /// How the matter was settled in conversation, when it was.
    package var phoneSolution: String?

    package init(registration: Registration, clocks: [ClockKind: ServiceClock], parts: CaseParts) {
        self.registration = registration
        self.clocks = clocks
        self.parts = parts
    }
}

extension ServiceCase {
    package enum Command: Hashable, Sendable {
        case recordFirstResponse
        case resolveByPhone(solution: String)
        case cancel(reason: String)
        case report(CaseReport)
        /// A timer says that the promise has run out.
        case letClockRunOut(ClockKind)
    }

    package enum Event: Hashable, Sendable {
        case firstResponseRecorded(at: Timestamp)
        case resolvedByPhone(solution: String)
        case cancelled(reason: String, at: Timestamp)
        case clockStarted(ClockKind, ServiceClock.Term)
        case clockChanged(ClockKind, ServiceClock.Change)
        case partMarked(CasePart)
        case closed(CaseOutcome, at: Timestamp)
        case reopened(by: CasePart.Kind, at: Timestamp)
    }
}
