import IntakeDomain
import Messages
import Messaging
import Vocabulary

struct WhenSolvedByPhoneCloseCase: MessageHandler {
    func needs(_ message: Envelope<ResolveByPhoneV1>) -> Needs { .serviceCase(of: message.body) }

    func handle(_ message: Envelope<ResolveByPhoneV1>, in work: inout Workspace) throws {
        let body = message.body
        try work.decide(.resolveByPhone(solution: body.solution), on: body.caseID, at: work.now)
    }
}
