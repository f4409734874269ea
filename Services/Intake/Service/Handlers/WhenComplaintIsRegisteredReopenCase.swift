import IntakeDomain
import Messages
import Messaging

/// The complaint belongs to the case until it is closed; a closed case is opened again for it.
struct WhenComplaintIsRegisteredReopenCase: CaseReportHandler {
    func report(_ body: ComplaintRegisteredV1) -> CaseReport? { .complaintRegistered(body.complaintID) }
}
