import Messages
import Messaging
import ReturnsDomain
import Vocabulary

package struct OnReceiveGoods: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<ReceiveGoodsV1>) -> Needs {
        Needs(ReturnDocument.self, [message.body.returnID])
    }

    package func handle(_ message: Envelope<ReceiveGoodsV1>, in work: inout Workspace) throws {
        let body = message.body
        let command = ReturnCommand.receive(condition: body.condition, serialNumber: body.serialNumber)
        try work.carryOut(command, on: body.returnID, of: body.caseID)
    }
}
