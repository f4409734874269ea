import IntakeDomain
import Messages
import Messaging

/// The work order has ended well; the customer will be asked how it was.
struct WhenWorkIsCompletedExpectSurvey: CaseReportHandler {
    typealias Body = WorkOrderCompletedV1

    func report(_ body: Body) -> CaseReport? { .repaired(body.workOrderID, survey: body.surveyID) }
}
