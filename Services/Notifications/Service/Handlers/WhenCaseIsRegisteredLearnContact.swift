import Messages
import Messaging
import NotificationsDomain
import Vocabulary

package struct WhenCaseIsRegisteredLearnContact: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<CaseRegisteredV1>) -> Needs {
        .contact(of: message.body.caseID)
    }

    package func handle(_ message: Envelope<CaseRegisteredV1>, in work: inout Workspace) throws {
        let body = message.body
        let recipient = Recipient(
            name: body.customer.name,
            email: body.customer.email,
            language: Language(rawValue: body.customer.language.rawValue) ?? .chinese,
            caseNumber: body.number.description
        )
        try work.learn(recipient, of: body.caseID)
    }
}
