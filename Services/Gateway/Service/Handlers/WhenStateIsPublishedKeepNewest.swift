import Messages
import Messaging

/// Every state snapshot of every service lands in the read models, unless a newer one is there.
struct WhenStateIsPublishedKeepNewest<Body: Message>: MessageHandler {
    func needs(_ message: Envelope<Body>) -> Needs { .none }

    func handle(_ message: Envelope<Body>, in work: inout Workspace) throws {
        guard case .state(let collection, let filters) = Body.contract.kind else { return }
        let body = try JSONParser.parse(message.bytes)
        guard let resource = Resource(body, collection: collection, filters: filters) else {
            throw HandlingFailure.park("\(Body.contract.type) has no id or version")
        }
        work.append(resource)
    }
}
