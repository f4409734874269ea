import IntakeDomain
import Messages
import Messaging

/// The survey belongs to the case until it is answered or lapses.
struct WhenSurveyIsInvitedKeepCaseOpen: CaseReportHandler {
    typealias Body = SurveyInvitedV1

    func report(_ body: Body) -> CaseReport? { .surveyInvited(body.surveyID) }
}
