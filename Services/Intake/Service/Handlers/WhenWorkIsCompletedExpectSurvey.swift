import IntakeDomain
import Messages
import Messaging

/// The work order has ended well; the customer will be asked how it was.
struct WhenWorkIsCompletedExpectSurvey: CaseReportHandler {
    func report(_ body: WorkOrderCompletedV1) -> CaseReport? { .repaired(body.workOrderID, survey: body.surveyID) }
}
