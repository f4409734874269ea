import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// A work order has waited for a technician: one is looked for again.
struct WhenRetryIsDueFindTechnician: DeadlineHandler {
    let policy: AppointmentPolicy

    func needs(_ deadline: DeadlineFiredV1) -> Needs {
        guard let id = WorkOrderID(deadline.owner), let region = deadline.payload?["region"]?.stringValue else {
            return .none
        }
        return Needs(WorkOrderFile.self, [id]).and(Roster.self, [region])
    }

    func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws {
        guard let id = WorkOrderID(deadline.owner), deadline.payload?["region"]?.stringValue != nil else {
            throw HandlingFailure.park("the deadline names no work order and region")
        }
        try work.planVisit(of: id, policy: policy)
    }
}
