import Messages
import Messaging
import PartsDomain
import Vocabulary

/// Nobody comes any more: what was put aside is free again.
struct WhenWorkOrderIsCancelledReleaseParts: MessageHandler {
    func needs(_ message: Envelope<WorkOrderCancelledV1>) -> Needs {
        Needs(Reservation.self, message.body.reservationIDs)
    }

    func handle(_ message: Envelope<WorkOrderCancelledV1>, in work: inout Workspace) throws {
        for id in message.body.reservationIDs {
            guard let reservation = work[Reservation.self, id] else {
                throw HandlingFailure.retry("the reservation is not here yet")
            }
            try work.perform(.release, on: reservation)
        }
    }
}
