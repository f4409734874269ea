/// A moment of the case at which the customer hears from us.
package enum Stage: String, Codable, CaseIterable, Sendable {
    case visitScheduled = "visit-scheduled"
    case waitingForParts = "waiting-for-parts"
    case partsShort = "parts-short"
    case workCompleted = "work-completed"
    case returnAuthorised = "return-authorised"
    case returnRefused = "return-refused"
    case returnSettled = "return-settled"
    case surveyInvited = "survey-invited"
    case complaintRegistered = "complaint-registered"
    case complaintAcknowledged = "complaint-acknowledged"
    case complaintAnswered = "complaint-answered"
    case complaintClosed = "complaint-closed"
    case caseClosed = "case-closed"
}

package enum Channel: String, Codable, CaseIterable, Sendable {
    /// One structured log line without personal data, and the rendered text in the delivery log.
    case log
    case email
}

package enum Language: String, Codable, CaseIterable, Sendable {
    case chinese = "zh"
    case english = "en"

    package var other: Language {
        switch self {
        case .chinese: .english
        case .english: .chinese
        }
    }
}
