import IntakeDomain
import Messages
import Messaging

/// The survey belongs to the case until it is answered or lapses.
struct WhenSurveyIsInvitedKeepCaseOpen: CaseReportHandler {
    func report(_ body: SurveyInvitedV1) -> CaseReport? { .surveyInvited(body.surveyID) }
}
