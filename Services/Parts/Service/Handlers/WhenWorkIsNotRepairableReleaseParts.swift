import Messages
import Messaging
import PartsDomain
import Vocabulary

/// The product cannot be repaired: what was put aside for it is free again.
struct WhenWorkIsNotRepairableReleaseParts: MessageHandler {
    func needs(_ message: Envelope<WorkOrderNotRepairableV1>) -> Needs {
        Needs(Reservation.self, message.body.reservationIDs)
    }

    func handle(_ message: Envelope<WorkOrderNotRepairableV1>, in work: inout Workspace) throws {
        for id in message.body.reservationIDs {
            guard let reservation = work[Reservation.self, id] else {
                throw HandlingFailure.retry("the reservation is not here yet")
            }
            try work.perform(.release, on: reservation)
        }
    }
}
