import IntakeDomain
import Messages
import Messaging

/// Somebody has told the customer that the complaint is theirs now.
struct WhenComplaintIsAcknowledgedStopResponseClock: CaseReportHandler {
    typealias Body = ComplaintAcknowledgedV1

    func report(_ body: Body) -> CaseReport? { .complaintAcknowledged(body.complaintID) }
}
