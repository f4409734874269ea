import Messages
import Messaging
import ReturnsDomain
import Vocabulary

/// The customer called to give the goods back: the whole case is a return.
package struct WhenCaseIsRoutedOpenReturn: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<CaseRoutedV1>) -> Needs {
        message.body.returnID.map { Needs(ReturnDocument.self, [$0]) } ?? .none
    }

    package func handle(_ message: Envelope<CaseRoutedV1>, in work: inout Workspace) throws {
        let body = message.body
        guard let returnID = body.returnID else { return }  // another service's case
        let request = ReturnRequest(
            id: returnID,
            caseID: body.caseID,
            reason: .qualityFault,
            goods: ReturnedGoods(body.product),
            eligibility: ReturnEligibility(body.entitlement),
            requestedAt: work.now
        )
        try work.open(
            ReturnDocument(
                ReturnAuthorisation(request),
                customer: body.customer,
                contractDate: body.contractDate
            )
        )
    }
}
