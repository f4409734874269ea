import IntakeDomain
import Messages
import Messaging

/// No answer will come.
struct WhenSurveyLapsesEndIt: CaseReportHandler {
    func report(_ body: SurveyLapsedV1) -> CaseReport? { .surveyLapsed(body.surveyID) }
}
