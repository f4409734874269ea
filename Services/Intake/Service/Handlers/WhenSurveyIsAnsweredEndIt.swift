import IntakeDomain
import Messages
import Messaging

/// A satisfied answer ends the survey; an unsatisfied one lets a complaint be expected as well.
struct WhenSurveyIsAnsweredEndIt: CaseReportHandler {
    func report(_ body: SurveyAnsweredV1) -> CaseReport? { .surveyAnswered(body.surveyID, complaint: body.complaintID) }
}
