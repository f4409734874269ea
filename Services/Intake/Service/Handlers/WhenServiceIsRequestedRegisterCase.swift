import IntakeDomain
import Messages
import Messaging
import Vocabulary

/// The command's own id becomes the id of the case.
struct WhenServiceIsRequestedRegisterCase: MessageHandler {
    func needs(_ message: Envelope<RegisterServiceRequestV1>) -> Needs {
        (try? opening(for: message))?.needs ?? .none
    }

    func handle(_ message: Envelope<RegisterServiceRequestV1>, in work: inout Workspace) throws {
        try opening(for: message).perform(in: &work)
    }

    private func opening(for message: Envelope<RegisterServiceRequestV1>) throws(CaseRefusal) -> CaseOpening {
        CaseOpening(try CaseRequest(message.body), as: CaseID(message.id))
    }
}
