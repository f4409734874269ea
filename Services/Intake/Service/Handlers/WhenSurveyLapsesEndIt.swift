import IntakeDomain
import Messages
import Messaging

/// No answer will come.
struct WhenSurveyLapsesEndIt: CaseReportHandler {
    typealias Body = SurveyLapsedV1

    func report(_ body: Body) -> CaseReport? { .surveyLapsed(body.surveyID) }
}
