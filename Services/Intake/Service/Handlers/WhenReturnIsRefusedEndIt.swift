import IntakeDomain
import Messages
import Messaging

/// The return has ended without goods.
struct WhenReturnIsRefusedEndIt: CaseReportHandler {
    func report(_ body: ReturnRefusedV1) -> CaseReport? { .returnRefused(body.returnID) }
}
