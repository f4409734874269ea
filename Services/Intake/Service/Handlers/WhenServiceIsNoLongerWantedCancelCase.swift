import IntakeDomain
import Messages
import Messaging
import Vocabulary

struct WhenServiceIsNoLongerWantedCancelCase: MessageHandler {
    func needs(_ message: Envelope<CancelCaseV1>) -> Needs { .serviceCase(of: message.body) }

    func handle(_ message: Envelope<CancelCaseV1>, in work: inout Workspace) throws {
        try work.decide(.cancel(reason: message.body.reason), on: message.body.caseID, at: work.now)
    }
}
