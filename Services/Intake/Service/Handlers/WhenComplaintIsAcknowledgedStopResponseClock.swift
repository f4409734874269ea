import IntakeDomain
import Messages
import Messaging

/// Somebody has told the customer that the complaint is theirs now.
struct WhenComplaintIsAcknowledgedStopResponseClock: CaseReportHandler {
    func report(_ body: ComplaintAcknowledgedV1) -> CaseReport? { .complaintAcknowledged(body.complaintID) }
}
