import Messages
import Messaging
import ReturnsDomain
import Vocabulary

package struct OnRequestReturn: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<RequestReturnV1>) -> Needs {
        Needs(ReturnDocument.self, [Self.returnID(for: message.id)])
            .and(KnownCase.self, [message.body.caseID])
    }

    package func handle(_ message: Envelope<RequestReturnV1>, in work: inout Workspace) throws {
        let body = message.body
        guard work[KnownCase.self, body.caseID] != nil else { throw ReturnRefusal.unknownCase }
        guard let reason = ReturnReason(rawValue: body.reason.rawValue) else {
            throw ReturnRefusal.unknownValue("reason")
        }
        let request = ReturnRequest(
            id: Self.returnID(for: message.id),
            caseID: body.caseID,
            reason: reason,
            goods: ReturnedGoods(body.product),
            eligibility: try .check(contractDate: body.contractDate, today: ZoneOffset.shanghai.day(of: work.now)),
            requestedAt: work.now
        )
        try work.open(
            ReturnDocument(
                ReturnAuthorisation(try request.checked(for: body.customer.name)),
                customer: body.customer,
                contractDate: body.contractDate
            )
        )
    }

    /// The id of the return that a command opens.
    package static func returnID(for command: UniqueID) -> ReturnID {
        .derived("return", from: command.description)
    }
}
