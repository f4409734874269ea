import Messages
import Vocabulary

/// Handles one kind of message.
///
/// It says what it needs and decides; it cannot query, publish or wait.
///
/// It reads like code for a single message; the runner loads what a whole batch needs in one statement per table and
/// writes what changed likewise.
package protocol MessageHandler: Sendable {
    associatedtype Body: Message

    /// The aggregates that `handle` will look at or change.
    func needs(_ message: Envelope<Body>) -> Needs

    /// - Throws: a `Refusal` rejects the message for a business reason: nothing changes, and a command gets the reason as
    ///   its outcome. `HandlingFailure` and anything else parks the message's key until it can be handled.
    func handle(_ message: Envelope<Body>, in work: inout Workspace) throws
}

/// Why a message cannot be handled now.
package enum HandlingFailure: Error, Sendable, Equatable {
    /// Something that must come first has not come yet.
    case retry(String)
    /// Retrying cannot help; an operator has to look.
    case park(String)
}

/// Handles a deadline of this service; `owner` is what the timer was scheduled for.
package protocol DeadlineHandler: Sendable {
    func needs(_ deadline: DeadlineFiredV1) -> Needs
    func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws
}

/// One line of a service's wiring: a type of message and who handles it.
package struct HandlerRegistration: Sendable {
    package let contract: Contract
    /// Whose personal values a body holds that came plain.
    let subject: @Sendable (JSONValue, String) -> UniqueID?
    let prepare: @Sendable (CloudEvent) throws -> PreparedMessage

    package static func on<Handler: MessageHandler>(_ handler: Handler) -> HandlerRegistration {
        HandlerRegistration(contract: Handler.Body.contract, subject: Handler.Body.dataSubject) { event in
            let envelope = Envelope(
                body: try Handler.Body.decode(event.body),
                bytes: event.body,
                attributes: event.attributes
            )
            return PreparedMessage(needs: handler.needs(envelope), run: { try handler.handle(envelope, in: &$0) })
        }
    }

    /// All deadline handlers of a service behind the one message that fires them.
    package static func deadlines(_ handlers: [String: any DeadlineHandler]) -> HandlerRegistration {
        HandlerRegistration(contract: DeadlineFiredV1.contract, subject: DeadlineFiredV1.dataSubject) { event in
            let deadline = try DeadlineFiredV1.decode(event.body)
            guard let handler = handlers[deadline.kind] else {
                throw HandlingFailure.park("no handler for deadlines of kind \(deadline.kind)")
            }
            let timer = TimerRecord.Key(owner: deadline.owner, kind: deadline.kind)
            return PreparedMessage(
                needs: handler.needs(deadline).and(TimerRecord.self, [timer]),
                run: { work in
                    guard work.isCurrent(timer, generation: deadline.generation) else { return }
                    try handler.handle(deadline, in: &work)
                },
                settle: { $0.append(TimerSettlement(timer: timer, generation: deadline.generation)) }
            )
        }
    }
}

/// A decoded message, ready to run.
struct PreparedMessage: Sendable {
    let needs: Needs
    let run: @Sendable (inout Workspace) throws -> Void
    /// Done once the message is through, also when it was refused.
    var settle: @Sendable (inout Workspace) -> Void = { _ in }
}
