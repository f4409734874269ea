import IntakeDomain
import Messages
import Messaging

/// The return has ended without goods.
struct WhenReturnIsRefusedEndIt: CaseReportHandler {
    typealias Body = ReturnRefusedV1

    func report(_ body: Body) -> CaseReport? { .returnRefused(body.returnID) }
}
