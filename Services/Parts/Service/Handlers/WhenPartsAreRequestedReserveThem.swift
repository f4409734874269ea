import Messages
import Messaging
import PartsDomain
import Vocabulary

/// A work order needs parts: what is free is put aside at once, the rest waits its turn.
struct WhenPartsAreRequestedReserveThem: MessageHandler {
    func needs(_ message: Envelope<PartsRequestedV1>) -> Needs {
        let keys = message.body.lines.compactMap { StockKey(sku: $0.sku, site: message.body.site) }
        return Needs(Reservation.self, [message.body.reservationID]).and(StockLine.self, keys)
    }

    func handle(_ message: Envelope<PartsRequestedV1>, in work: inout Workspace) throws {
        let request = message.body
        guard work[Reservation.self, request.reservationID] == nil else { return }
        var lines: [Reservation.Line] = []
        for amount in request.lines.map(PartAmount.init).merged() {
            lines.append(try claim(amount, for: request, in: &work))
        }
        let reservation = try Reservation(
            id: request.reservationID,
            caseID: request.caseID,
            workOrderID: request.workOrderID,
            site: request.site,
            lines: lines,
            now: work.now
        )
        work[Reservation.self, reservation.id] = reservation
        if reservation.missing.isEmpty {
            try work.emit(reservation.reservedMessage(at: work.now))
        } else {
            try work.emit(reservation.shortageMessage(at: work.now))
        }
    }

    private func claim(
        _ amount: PartAmount,
        for request: PartsRequestedV1,
        in work: inout Workspace
    ) throws -> Reservation.Line {
        guard let key = StockKey(sku: amount.sku, site: request.site) else { throw StockRefusal.malformedPartNumber }
        let claim = StockLine.Command.claim(
            request.reservationID,
            caseID: request.caseID,
            workOrderID: request.workOrderID,
            quantity: amount.quantity
        )
        do {
            let held = try work.perform(claim, on: key, document: "work order \(request.workOrderID)").reduce(0) {
                if case .held(request.reservationID, let quantity) = $1 { $0 + quantity } else { $0 }
            }
            return Reservation.Line(sku: amount.sku, requested: amount.quantity, reserved: held)
        } catch StockRefusal.tooMany {
            // Beyond what can be queued: nothing comes of its own accord, and the shortage tells the dispatcher so.
            return Reservation.Line(sku: amount.sku, requested: amount.quantity, reserved: 0)
        }
    }
}
