import Messages
import Messaging
import PartsDomain
import Vocabulary

/// The repair is done: what it used is issued, reservation by reservation, what it did not use is released.
///
/// Parts used beyond any reservation are issued too.
struct WhenWorkIsCompletedIssueParts: MessageHandler {
    func needs(_ message: Envelope<WorkOrderCompletedV1>) -> Needs {
        Needs(Reservation.self, message.body.reservationIDs)
    }

    func handle(_ message: Envelope<WorkOrderCompletedV1>, in work: inout Workspace) throws {
        let completed = message.body
        var used = completed.report.partsUsed.map(PartAmount.init).merged()
        for id in completed.reservationIDs {
            guard let reservation = work[Reservation.self, id] else {
                throw HandlingFailure.retry("the reservation is not here yet")
            }
            let (covered, _, beyond) = reservation.split(used)
            try work.perform(.issue(used: covered), on: reservation)
            used = beyond
        }
        guard !used.isEmpty else { return }
        try work.emit(
            PartsIssuedV1(
                caseID: completed.caseID,
                workOrderID: completed.workOrderID,
                site: completed.region,
                lines: used.map(PartLine.init),
                issuedAt: work.now
            )
        )
    }
}
