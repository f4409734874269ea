import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// The product works again: the service report ends the work order, a survey and the issue of the parts follow.
struct OnCompleteWork: MessageHandler {
    func needs(_ message: Envelope<CompleteWorkV1>) -> Needs {
        Needs(WorkOrderFile.self, [message.body.workOrderID])
    }

    func handle(_ message: Envelope<CompleteWorkV1>, in work: inout Workspace) throws {
        let report = ServiceReport(
            faultFound: message.body.faultFound,
            measure: message.body.measure,
            partsUsed: message.body.partsUsed?.map(PartNeed.init),
            remark: message.body.remark
        )
        try work.perform(.complete(report), on: message.body.workOrderID, of: message.body.caseID)
    }
}
