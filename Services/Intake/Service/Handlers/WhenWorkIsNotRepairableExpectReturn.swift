import IntakeDomain
import Messages
import Messaging

/// The work order has ended; the unit will come back as a return.
struct WhenWorkIsNotRepairableExpectReturn: CaseReportHandler {
    typealias Body = WorkOrderNotRepairableV1

    func report(_ body: Body) -> CaseReport? { .notRepairable(body.workOrderID, return: body.returnID) }
}
