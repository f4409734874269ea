import Messages
import Messaging
import Vocabulary

/// The sender of a command can learn that it was carried out, and on what.
struct WhenCommandIsCompletedKeepOutcome: MessageHandler {
    func needs(_ message: Envelope<CommandCompletedV1>) -> Needs { .none }

    func handle(_ message: Envelope<CommandCompletedV1>, in work: inout Workspace) {
        let body = message.body
        work.append(
            Outcome(
                commandID: body.commandID.value,
                state: .completed,
                aggregate: body.aggregate,
                aggregateID: body.aggregateID,
                aggregateVersion: body.version
            )
        )
    }
}
