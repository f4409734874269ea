import Messages
import Messaging
import PartsDomain
import Vocabulary

extension Workspace {
    /// Has a reservation decide, keeps it and says what happened; stock follows when parts reads its own words.
    mutating func perform(_ command: Reservation.Command, on known: Reservation) throws {
        var reservation = known
        for event in known.decide(command, now: now) {
            reservation = reservation.applying(event)
            if let message = reservation.message(about: event) { try emit(message) }
        }
        if reservation != known { self[Reservation.self, known.id] = reservation }
    }
}

extension Reservation {
    /// What the world is told of an event; `nil` when only the snapshot shows it.
    func message(about event: Event) -> (any Message)? {
        switch event {
        case .filled: nil
        case .becameWhole(let time): reservedMessage(at: time)
        case .issued(let amounts, let time):
            PartsIssuedV1(
                caseID: caseID,
                workOrderID: workOrderID,
                reservationID: id,
                site: site,
                lines: amounts.map(PartLine.init),
                issuedAt: time
            )
        case .released(let amounts, let time):
            PartsReleasedV1(
                caseID: caseID,
                workOrderID: workOrderID,
                reservationID: id,
                site: site,
                lines: amounts.map(PartLine.init),
                releasedAt: time
            )
        }
    }

    func reservedMessage(at time: Timestamp) -> PartsReservedV1 {
        PartsReservedV1(
            caseID: caseID,
            workOrderID: workOrderID,
            reservationID: id,
            site: site,
            lines: requested.map(PartLine.init),
            reservedAt: time
        )
    }

    func shortageMessage(at time: Timestamp) -> ShortageReportedV1 {
        ShortageReportedV1(
            caseID: caseID,
            workOrderID: workOrderID,
            reservationID: id,
            site: site,
            lines: requested.map(PartLine.init),
            missing: missing.map(PartLine.init),
            reportedAt: time
        )
    }
}
