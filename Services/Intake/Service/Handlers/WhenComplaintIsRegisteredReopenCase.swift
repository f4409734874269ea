import IntakeDomain
import Messages
import Messaging

/// The complaint belongs to the case until it is closed; a closed case is opened again for it.
struct WhenComplaintIsRegisteredReopenCase: CaseReportHandler {
    typealias Body = ComplaintRegisteredV1

    func report(_ body: Body) -> CaseReport? { .complaintRegistered(body.complaintID) }
}
