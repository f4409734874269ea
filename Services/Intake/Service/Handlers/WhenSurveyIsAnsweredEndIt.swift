import IntakeDomain
import Messages
import Messaging

/// A satisfied answer ends the survey; an unsatisfied one lets a complaint be expected as well.
struct WhenSurveyIsAnsweredEndIt: CaseReportHandler {
    typealias Body = SurveyAnsweredV1

    func report(_ body: Body) -> CaseReport? { .surveyAnswered(body.surveyID, complaint: body.complaintID) }
}
