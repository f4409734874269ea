import Database
import Messages
import Messaging
import Vocabulary

/// The sender of a command can learn why it changed nothing.
struct WhenCommandIsRejectedKeepReason: MessageHandler {
    func needs(_ message: Envelope<CommandRejectedV1>) -> Needs { .none }

    func handle(_ message: Envelope<CommandRejectedV1>, in work: inout Workspace) throws {
        let problem = try JSONParser.parse(message.bytes)["problem"] ?? .object([])
        work.append(
            Outcome(commandID: message.body.commandID.value, state: .rejected, problem: JSONText(problem.text))
        )
    }
}
