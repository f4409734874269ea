import Messages
import NotificationsDomain
import Vocabulary

/// NO-15: received, in progress, result.
extension TellCustomer where Body == ComplaintRegisteredV1 {
    package static var whenComplaintIsRegistered: Self {
        Self(.complaintRegistered) { ["due": $0.handlingDue.localText] }
    }
}

extension TellCustomer where Body == ComplaintAcknowledgedV1 {
    package static var whenComplaintIsAcknowledged: Self {
        Self(.complaintAcknowledged) { ["owner": $0.owner] }
    }
}

extension TellCustomer where Body == ComplaintAnsweredV1 {
    package static var whenComplaintIsAnswered: Self {
        Self(.complaintAnswered) { body in
            ["decision": [body.decision, body.measure].compactMap(\.self).joined(separator: "；")]
        }
    }
}

extension TellCustomer where Body == ComplaintClosedV1 {
    package static var whenComplaintIsClosed: Self { Self(.complaintClosed) }
}
