import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// The technician is on the way.
struct OnDepart: MessageHandler {
    func needs(_ message: Envelope<DepartV1>) -> Needs {
        Needs(WorkOrderFile.self, [message.body.workOrderID])
    }

    func handle(_ message: Envelope<DepartV1>, in work: inout Workspace) throws {
        try work.perform(.depart, on: message.body.workOrderID, of: message.body.caseID)
    }
}
