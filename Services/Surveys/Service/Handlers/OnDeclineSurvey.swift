import Messages
import Messaging
import SurveysDomain
import Vocabulary

package struct OnDeclineSurvey: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<DeclineSurveyV1>) -> Needs {
        Needs(SurveyDocument.self, [message.body.surveyID])
    }

    package func handle(_ message: Envelope<DeclineSurveyV1>, in work: inout Workspace) throws {
        try work.carryOut(.decline, on: message.body.surveyID, of: message.body.caseID)
    }
}
