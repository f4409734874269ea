import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// The store lacks some of the parts: the work order shows which.
struct WhenShortageIsReportedNoteIt: MessageHandler {
    func needs(_ message: Envelope<ShortageReportedV1>) -> Needs {
        Needs(WorkOrderFile.self, [message.body.workOrderID])
    }

    func handle(_ message: Envelope<ShortageReportedV1>, in work: inout Workspace) throws {
        let missing = message.body.missing.map(PartNeed.init)
        try work.perform(
            .noteShortage(message.body.reservationID, missing: missing),
            on: message.body.workOrderID,
            of: message.body.caseID
        )
    }
}
