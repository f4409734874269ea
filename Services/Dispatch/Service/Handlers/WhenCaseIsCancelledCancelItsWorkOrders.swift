import Messages
import Messaging
import Vocabulary

/// The customer wants no service any more.
///
/// The message names the case alone, so its work orders are looked up here and each is cancelled by a deadline of its
/// own that is due at once.
struct WhenCaseIsCancelledCancelItsWorkOrders: MessageHandler {
    func needs(_ message: Envelope<CaseCancelledV1>) -> Needs {
        Needs(CaseWork.self, [message.body.caseID])
    }

    func handle(_ message: Envelope<CaseCancelledV1>, in work: inout Workspace) {
        work.cancelWorkOrders(of: message.body.caseID, reason: message.body.reason)
    }
}

extension Workspace {
    mutating func cancelWorkOrders(of caseID: CaseID, reason: String) {
        for id in self[CaseWork.self, caseID]?.workOrderIDs ?? [] {
            schedule(DispatchTimer.cancelWorkOrder, for: id, at: now, payload: ["reason": .string(reason)])
        }
    }
}
