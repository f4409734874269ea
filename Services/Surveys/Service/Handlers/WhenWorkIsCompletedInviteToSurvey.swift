import Messages
import Messaging
import SurveysDomain
import Vocabulary

/// Every finished repair is judged by its customer (SU-22).
package struct WhenWorkIsCompletedInviteToSurvey: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<WorkOrderCompletedV1>) -> Needs {
        Needs(SurveyDocument.self, [message.body.surveyID])
    }

    package func handle(_ message: Envelope<WorkOrderCompletedV1>, in work: inout Workspace) throws {
        let body = message.body
        try work.invite(
            SurveyDocument(
                Survey(id: body.surveyID, caseID: body.caseID, invitedAt: work.now),
                workOrderID: body.workOrderID,
                customer: body.customer,
                product: body.product
            )
        )
    }
}
