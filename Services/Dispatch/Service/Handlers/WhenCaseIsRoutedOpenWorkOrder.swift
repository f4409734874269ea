import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// Intake sends a case here: a work order is opened under the id that intake chose, and a visit is planned at once.
struct WhenCaseIsRoutedOpenWorkOrder: MessageHandler {
    let policy: AppointmentPolicy

    func needs(_ message: Envelope<CaseRoutedV1>) -> Needs {
        guard let id = message.body.workOrderID else { return .none }
        return Needs(WorkOrderFile.self, [id]).and(CaseWork.self, [message.body.caseID])
            .and(Roster.self, [message.body.region])
    }

    func handle(_ message: Envelope<CaseRoutedV1>, in work: inout Workspace) throws {
        guard let id = message.body.workOrderID, work[WorkOrderFile.self, id] == nil else { return }
        work[WorkOrderFile.self, id] = WorkOrderFile(opening: id, for: message.body, now: work.now)
        let known = work[CaseWork.self, message.body.caseID]?.workOrderIDs ?? []
        work[CaseWork.self, message.body.caseID] = CaseWork(workOrderIDs: known + [id])
        try work.planVisit(of: id, policy: policy)
    }
}
