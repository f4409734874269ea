import Messages
import Messaging
import Vocabulary

/// From now on returns of this case are taken.
package struct WhenCaseIsRegisteredKnowIt: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<CaseRegisteredV1>) -> Needs {
        Needs(KnownCase.self, [message.body.caseID])
    }

    package func handle(_ message: Envelope<CaseRegisteredV1>, in work: inout Workspace) {
        let caseID = message.body.caseID
        guard work[KnownCase.self, caseID] == nil else { return }
        work[KnownCase.self, caseID] = KnownCase(number: message.body.number)
    }
}
