import ComplaintsDomain
import Messages
import Messaging
import Vocabulary

package struct OnAnswerComplaint: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<AnswerComplaintV1>) -> Needs {
        Needs(ComplaintDocument.self, [message.body.complaintID])
    }

    package func handle(_ message: Envelope<AnswerComplaintV1>, in work: inout Workspace) throws {
        let body = message.body
        guard let validity = Validity(rawValue: body.validity.rawValue) else {
            throw ComplaintRefusal.unknownValue("validity")
        }
        let command = ComplaintCommand.answer(validity, decision: body.decision, measure: body.measure)
        try work.carryOut(command, on: body.complaintID, of: body.caseID)
    }
}
