import IntakeDomain
import Messages
import Messaging

/// A return belongs to the case until it is settled or refused, even when the case was closed.
struct WhenReturnIsRequestedKeepCaseOpen: CaseReportHandler {
    typealias Body = ReturnRequestedV1

    func report(_ body: Body) -> CaseReport? { .returnRequested(body.returnID) }
}
