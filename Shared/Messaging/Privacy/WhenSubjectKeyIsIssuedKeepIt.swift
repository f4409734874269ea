import Foundation
import Messages
import Vocabulary

/// Takes in the keys that others make: only in services that may show personal values.
struct WhenSubjectKeyIsIssuedKeepIt: MessageHandler {
    func needs(_ message: Envelope<SubjectKeyV1>) -> Needs { .none }

    func handle(_ message: Envelope<SubjectKeyV1>, in work: inout Workspace) throws {
        let key = message.body
        let wrapped = key.wrapped.flatMap { Data(base64Encoded: $0) }.map(Array.init)
        work.append(ReceivedKey(keyID: key.keyID, subject: key.subject, wrapped: wrapped))
    }
}

extension HandlerRegistration {
    /// Lets a service reveal personal values; stands in its wiring.
    package static let subjectKeys = HandlerRegistration.on(WhenSubjectKeyIsIssuedKeepIt())
}
