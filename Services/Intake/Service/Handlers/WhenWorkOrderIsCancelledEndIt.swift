import IntakeDomain
import Messages
import Messaging

/// Dispatch will not come.
struct WhenWorkOrderIsCancelledEndIt: CaseReportHandler {
    func report(_ body: WorkOrderCancelledV1) -> CaseReport? { .workOrderCancelled(body.workOrderID) }
}
