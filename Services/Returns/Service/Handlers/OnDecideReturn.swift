import Messages
import Messaging
import ReturnsDomain
import Vocabulary

package struct OnDecideReturn: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<DecideReturnV1>) -> Needs {
        Needs(ReturnDocument.self, [message.body.returnID])
    }

    package func handle(_ message: Envelope<DecideReturnV1>, in work: inout Workspace) throws {
        let body = message.body
        let person = message.principal?.subject
        let command: ReturnCommand =
            switch body.decision {
            case .authorise: .authorise(reason: body.reason, by: person)
            case .refuse: .refuse(reason: body.reason, by: person)
            case .unknown: throw ReturnRefusal.unknownValue("decision")
            }
        try work.carryOut(command, on: body.returnID, of: body.caseID)
    }
}
