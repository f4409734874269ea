import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// The repair needs parts that are not at hand: the store is asked for them and the technician's time is free again.
struct OnWaitForParts: MessageHandler {
    func needs(_ message: Envelope<WaitForPartsV1>) -> Needs {
        Needs(WorkOrderFile.self, [message.body.workOrderID])
    }

    func handle(_ message: Envelope<WaitForPartsV1>, in work: inout Workspace) throws {
        let id = message.body.workOrderID
        let visit = work[WorkOrderFile.self, id]?.order.visitCount ?? 0
        let reservation = ReservationID.derived("reservation", from: id.description, "\(visit)")
        let lines = message.body.lines.map(PartNeed.init)
        try work.perform(.waitForParts(lines, reservationID: reservation), on: id, of: message.body.caseID)
    }
}
