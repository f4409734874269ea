import IntakeDomain
import Messages
import Messaging

/// The work order has ended; the unit will come back as a return.
struct WhenWorkIsNotRepairableExpectReturn: CaseReportHandler {
    func report(_ body: WorkOrderNotRepairableV1) -> CaseReport? { .notRepairable(body.workOrderID, return: body.returnID) }
}
