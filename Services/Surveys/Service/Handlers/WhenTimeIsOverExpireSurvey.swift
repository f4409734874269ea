import Messages
import Messaging
import SurveysDomain
import Vocabulary

package struct WhenTimeIsOverExpireSurvey: DeadlineHandler {
    /// The kind of the timer that ends an invitation.
    package static let timer = "survey-expiry"

    package init() {}

    package func needs(_ deadline: DeadlineFiredV1) -> Needs {
        SurveyID(deadline.owner).map { Needs(SurveyDocument.self, [$0]) } ?? .none
    }

    package func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws {
        guard let surveyID = SurveyID(deadline.owner) else {
            throw HandlingFailure.park("the owner of a survey's deadline is not a survey")
        }
        try work.expire(surveyID)
    }
}
