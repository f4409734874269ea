import Messages
import Messaging
import PartsDomain
import Vocabulary

/// A stock line has put pieces aside for a reservation that lacked them; when nothing lacks any more, it is announced.
struct WhenBackorderIsFilledConfirmLine: MessageHandler {
    func needs(_ message: Envelope<BackorderFilledV1>) -> Needs {
        Needs(Reservation.self, [message.body.reservationID])
    }

    func handle(_ message: Envelope<BackorderFilledV1>, in work: inout Workspace) throws {
        guard let reservation = work[Reservation.self, message.body.reservationID] else {
            throw HandlingFailure.retry("the reservation is not here yet")
        }
        try work.perform(.fill(sku: message.body.sku, quantity: message.body.quantity), on: reservation)
    }
}
