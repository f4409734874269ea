import IntakeDomain
import Messages
import Messaging

/// The customer has the first answer to the return.
struct WhenReturnIsAuthorisedStopResponseClock: CaseReportHandler {
    func report(_ body: ReturnAuthorisedV1) -> CaseReport? { .returnAuthorised(body.returnID) }
}
