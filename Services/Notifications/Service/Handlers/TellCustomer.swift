import Messages
import Messaging
import NotificationsDomain
import Vocabulary

/// Tells the customer of one kind of event: which stage it is, and what its template may say of it.
package struct TellCustomer<Body: Message & CaseBound>: MessageHandler {
    private let stage: Stage
    private let variables: @Sendable (Body) -> [String: String]

    /// - Parameter variables: personal ones in their sealed form.
    init(_ stage: Stage, _ variables: @escaping @Sendable (Body) -> [String: String] = { _ in [:] }) {
        self.stage = stage
        self.variables = variables
    }

    package func needs(_ message: Envelope<Body>) -> Needs {
        .contact(of: message.body.caseID)
    }

    package func handle(_ message: Envelope<Body>, in work: inout Workspace) throws {
        let reached = ReachedStage(
            eventID: message.id,
            stage: stage,
            variables: variables(message.body).mapValues { Personal(impersonal: $0) },
            at: message.time
        )
        try work.reach(reached, of: message.body.caseID)
    }
}
