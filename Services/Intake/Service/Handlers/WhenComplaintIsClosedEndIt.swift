import IntakeDomain
import Messages
import Messaging

/// The complaint has ended.
struct WhenComplaintIsClosedEndIt: CaseReportHandler {
    typealias Body = ComplaintClosedV1

    func report(_ body: Body) -> CaseReport? { .complaintClosed(body.complaintID) }
}
