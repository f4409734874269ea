import IntakeDomain
import Messages
import Messaging

/// The repair clock stands still until the technician comes again.
struct WhenWorkWaitsForPartsPauseRepairClock: CaseReportHandler {
    func report(_ body: WorkOrderWaitingForPartsV1) -> CaseReport? { .waitingForParts(body.workOrderID) }
}
