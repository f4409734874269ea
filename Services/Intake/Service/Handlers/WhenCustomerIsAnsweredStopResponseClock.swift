import IntakeDomain
import Messages
import Messaging
import Vocabulary

struct WhenCustomerIsAnsweredStopResponseClock: MessageHandler {
    func needs(_ message: Envelope<RecordFirstResponseV1>) -> Needs { .serviceCase(of: message.body) }

    func handle(_ message: Envelope<RecordFirstResponseV1>, in work: inout Workspace) throws {
        let body = message.body
        try work.decide(.recordFirstResponse, on: body.caseID, note: body.note, at: work.now)
    }
}
