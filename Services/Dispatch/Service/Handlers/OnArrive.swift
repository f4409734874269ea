import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// The technician is at the customer's.
struct OnArrive: MessageHandler {
    func needs(_ message: Envelope<ArriveV1>) -> Needs {
        Needs(WorkOrderFile.self, [message.body.workOrderID])
    }

    func handle(_ message: Envelope<ArriveV1>, in work: inout Workspace) throws {
        try work.perform(.arrive, on: message.body.workOrderID, of: message.body.caseID)
    }
}
