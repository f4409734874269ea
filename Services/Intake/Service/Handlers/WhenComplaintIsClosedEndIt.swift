import IntakeDomain
import Messages
import Messaging

/// The complaint has ended.
struct WhenComplaintIsClosedEndIt: CaseReportHandler {
    func report(_ body: ComplaintClosedV1) -> CaseReport? { .complaintClosed(body.complaintID) }
}
