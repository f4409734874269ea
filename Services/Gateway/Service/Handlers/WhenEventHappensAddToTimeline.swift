import Database
import Messages
import Messaging
import Vocabulary

/// Every event that belongs to a case becomes an entry of its timeline.
struct WhenEventHappensAddToTimeline<Body: Message>: MessageHandler {
    func needs(_ message: Envelope<Body>) -> Needs { .none }

    func handle(_ message: Envelope<Body>, in work: inout Workspace) throws {
        let body = try JSONParser.parse(message.bytes)
        guard let caseID = body["caseID"]?.stringValue.flatMap(UniqueID.init) ?? message.correlationID else { return }
        work.append(
            TimelineEntry(
                caseID: caseID,
                at: message.time,
                eventID: message.id,
                type: Body.contract.type,
                service: ServiceName(source: message.source)?.rawValue ?? message.source,
                data: JSONText(body.text)
            )
        )
    }
}
