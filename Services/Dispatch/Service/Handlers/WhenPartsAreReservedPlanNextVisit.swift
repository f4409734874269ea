import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// Every part is there: the next visit is planned.
///
/// The store's site is the region whose technicians work from it.
struct WhenPartsAreReservedPlanNextVisit: MessageHandler {
    let policy: AppointmentPolicy

    func needs(_ message: Envelope<PartsReservedV1>) -> Needs {
        Needs(WorkOrderFile.self, [message.body.workOrderID]).and(Roster.self, [message.body.site])
    }

    func handle(_ message: Envelope<PartsReservedV1>, in work: inout Workspace) throws {
        let id = message.body.workOrderID
        try work.perform(.confirmParts(message.body.reservationID), on: id, of: message.body.caseID)
        try work.planVisit(of: id, policy: policy)
    }
}
