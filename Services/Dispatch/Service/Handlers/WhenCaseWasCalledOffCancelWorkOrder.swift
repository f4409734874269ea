import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// A work order whose case was called off is cancelled; one that has ended stays as it is and says so.
struct WhenCaseWasCalledOffCancelWorkOrder: DeadlineHandler {
    func needs(_ deadline: DeadlineFiredV1) -> Needs {
        WorkOrderID(deadline.owner).map { Needs(WorkOrderFile.self, [$0]) } ?? .none
    }

    func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws {
        guard let id = WorkOrderID(deadline.owner), let file = work[WorkOrderFile.self, id] else {
            throw WorkOrderRefusal.unknownWorkOrder
        }
        try work.perform(.cancel(reason: deadline.payload?["reason"]?.stringValue ?? "cancelled"), on: file)
        work.cancel(DispatchTimer.findTechnician, for: id)
    }
}
