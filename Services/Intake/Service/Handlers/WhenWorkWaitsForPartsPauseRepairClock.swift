import IntakeDomain
import Messages
import Messaging

/// The repair clock stands still until the technician comes again.
struct WhenWorkWaitsForPartsPauseRepairClock: CaseReportHandler {
    typealias Body = WorkOrderWaitingForPartsV1

    func report(_ body: Body) -> CaseReport? { .waitingForParts(body.workOrderID) }
}
