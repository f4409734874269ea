import IntakeDomain
import Messages
import Messaging

/// The customer knows who comes and when: that is the first response.
struct WhenVisitIsScheduledStopResponseClock: CaseReportHandler {
    func report(_ body: VisitScheduledV1) -> CaseReport? { .visitScheduled(body.workOrderID) }
}
