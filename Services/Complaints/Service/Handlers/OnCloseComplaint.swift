import ComplaintsDomain
import Messages
import Messaging
import Vocabulary

package struct OnCloseComplaint: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<CloseComplaintV1>) -> Needs {
        Needs(ComplaintDocument.self, [message.body.complaintID])
    }

    package func handle(_ message: Envelope<CloseComplaintV1>, in work: inout Workspace) throws {
        let body = message.body
        let command = ComplaintCommand.close(customerAccepts: body.customerAccepts, note: body.note)
        try work.carryOut(command, on: body.complaintID, of: body.caseID)
    }
}
