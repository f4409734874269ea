import IntakeDomain
import Messages
import Messaging

/// A return belongs to the case until it is settled or refused, even when the case was closed.
struct WhenReturnIsRequestedKeepCaseOpen: CaseReportHandler {
    func report(_ body: ReturnRequestedV1) -> CaseReport? { .returnRequested(body.returnID) }
}
