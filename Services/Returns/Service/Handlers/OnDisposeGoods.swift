import Messages
import Messaging
import ReturnsDomain
import Vocabulary

package struct OnDisposeGoods: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<DisposeGoodsV1>) -> Needs {
        Needs(ReturnDocument.self, [message.body.returnID])
    }

    package func handle(_ message: Envelope<DisposeGoodsV1>, in work: inout Workspace) throws {
        let body = message.body
        guard let disposition = Disposition(rawValue: body.disposition.rawValue) else {
            throw ReturnRefusal.unknownValue("disposition")
        }
        try work.carryOut(.dispose(disposition, finding: body.finding), on: body.returnID, of: body.caseID)
    }
}
