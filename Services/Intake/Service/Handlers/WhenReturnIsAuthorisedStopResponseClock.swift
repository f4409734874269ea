import IntakeDomain
import Messages
import Messaging

/// The customer has the first answer to the return.
struct WhenReturnIsAuthorisedStopResponseClock: CaseReportHandler {
    typealias Body = ReturnAuthorisedV1

    func report(_ body: Body) -> CaseReport? { .returnAuthorised(body.returnID) }
}
