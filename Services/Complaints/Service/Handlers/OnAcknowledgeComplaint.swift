import ComplaintsDomain
import Messages
import Messaging
import Vocabulary

package struct OnAcknowledgeComplaint: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<AcknowledgeComplaintV1>) -> Needs {
        Needs(ComplaintDocument.self, [message.body.complaintID])
    }

    package func handle(_ message: Envelope<AcknowledgeComplaintV1>, in work: inout Workspace) throws {
        let body = message.body
        let command = ComplaintCommand.acknowledge(owner: body.owner, note: body.note)
        try work.carryOut(command, on: body.complaintID, of: body.caseID)
    }
}
