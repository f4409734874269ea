import IntakeDomain
import Messages
import Messaging

/// Dispatch will not come.
struct WhenWorkOrderIsCancelledEndIt: CaseReportHandler {
    typealias Body = WorkOrderCancelledV1

    func report(_ body: Body) -> CaseReport? { .workOrderCancelled(body.workOrderID) }
}
