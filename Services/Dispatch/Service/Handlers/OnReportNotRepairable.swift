import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// The product cannot be repaired: the work ends and a return follows.
struct OnReportNotRepairable: MessageHandler {
    func needs(_ message: Envelope<ReportNotRepairableV1>) -> Needs {
        Needs(WorkOrderFile.self, [message.body.workOrderID])
    }

    func handle(_ message: Envelope<ReportNotRepairableV1>, in work: inout Workspace) throws {
        try work.perform(
            .reportNotRepairable(finding: message.body.finding),
            on: message.body.workOrderID,
            of: message.body.caseID
        )
    }
}
