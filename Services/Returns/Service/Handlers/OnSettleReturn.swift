import Messages
import Messaging
import ReturnsDomain
import Vocabulary

package struct OnSettleReturn: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<SettleReturnV1>) -> Needs {
        Needs(ReturnDocument.self, [message.body.returnID])
    }

    package func handle(_ message: Envelope<SettleReturnV1>, in work: inout Workspace) throws {
        let body = message.body
        try work.carryOut(.settle(try settlement(body)), on: body.returnID, of: body.caseID)
    }

    private func settlement(_ body: SettleReturnV1) throws(ReturnRefusal) -> Settlement {
        switch body.settlement {
        case .exchange: .exchange(replacementSerialNumber: body.replacementSerialNumber)
        case .refund: try .refund(of: body.amount, paymentReference: body.paymentReference)
        case .unknown: throw .unknownValue("settlement")
        }
    }
}
