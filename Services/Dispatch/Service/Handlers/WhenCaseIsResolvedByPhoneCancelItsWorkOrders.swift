import Messages
import Messaging

/// The fault was solved on the phone after all: nobody needs to come.
struct WhenCaseIsResolvedByPhoneCancelItsWorkOrders: MessageHandler {
    func needs(_ message: Envelope<CaseResolvedByPhoneV1>) -> Needs {
        Needs(CaseWork.self, [message.body.caseID])
    }

    func handle(_ message: Envelope<CaseResolvedByPhoneV1>, in work: inout Workspace) {
        work.cancelWorkOrders(of: message.body.caseID, reason: "resolved by phone")
    }
}
