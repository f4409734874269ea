import Messages
import Messaging
import ReturnsDomain
import Vocabulary

/// A unit that cannot be repaired comes back; the right to it follows from the case's entitlement.
package struct WhenUnitIsNotRepairableOpenReturn: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<WorkOrderNotRepairableV1>) -> Needs {
        Needs(ReturnDocument.self, [message.body.returnID])
    }

    package func handle(_ message: Envelope<WorkOrderNotRepairableV1>, in work: inout Workspace) throws {
        let body = message.body
        let request = ReturnRequest(
            id: body.returnID,
            caseID: body.caseID,
            reason: .notRepairable,
            goods: ReturnedGoods(body.product),
            eligibility: ReturnEligibility(body.entitlement),
            requestedAt: work.now
        )
        try work.open(
            ReturnDocument(
                ReturnAuthorisation(request),
                customer: body.customer,
                contractDate: body.contractDate,
                repairFinding: body.finding
            )
        )
    }
}

extension ReturnEligibility {
    /// A reason that this version does not know gives no right.
    init(_ entitlement: Entitlement) {
        self.init(Reason(rawValue: entitlement.reason.rawValue) ?? .noContractDate)
    }
}
