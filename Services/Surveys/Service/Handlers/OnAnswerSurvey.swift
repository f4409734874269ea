import Messages
import Messaging
import SurveysDomain
import Vocabulary

package struct OnAnswerSurvey: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<AnswerSurveyV1>) -> Needs {
        Needs(SurveyDocument.self, [message.body.surveyID])
    }

    package func handle(_ message: Envelope<AnswerSurveyV1>, in work: inout Workspace) throws {
        let body = message.body
        let ratings = Ratings(
            productQuality: body.productQuality,
            price: body.price,
            deliveryTime: body.deliveryTime,
            packaging: body.packaging,
            afterSalesService: body.afterSalesService
        )
        try work.carryOut(.answer(ratings, remark: body.remark), on: body.surveyID, of: body.caseID)
    }
}
