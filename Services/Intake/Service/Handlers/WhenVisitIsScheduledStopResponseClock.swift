import IntakeDomain
import Messages
import Messaging

/// The customer knows who comes and when: that is the first response.
struct WhenVisitIsScheduledStopResponseClock: CaseReportHandler {
    typealias Body = VisitScheduledV1

    func report(_ body: Body) -> CaseReport? { .visitScheduled(body.workOrderID) }
}
