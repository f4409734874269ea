import Messages
import NotificationsDomain
import Vocabulary

extension TellCustomer where Body == VisitScheduledV1 {
    /// NO-13.
    package static var whenVisitIsScheduled: Self {
        Self(.visitScheduled) { body in
            ["technician": body.technicianName.wireText, "window": body.window.localText]
        }
    }
}

extension TellCustomer where Body == WorkOrderWaitingForPartsV1 {
    package static var whenWorkWaitsForParts: Self {
        Self(.waitingForParts) { ["parts": $0.lines.text] }
    }
}

extension TellCustomer where Body == WorkOrderCompletedV1 {
    package static var whenWorkIsCompleted: Self {
        Self(.workCompleted) { ["measure": $0.report.measure] }
    }
}
