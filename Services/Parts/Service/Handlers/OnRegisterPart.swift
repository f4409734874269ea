import Messages
import Messaging
import PartsDomain
import Vocabulary

/// A part joins the catalogue or is corrected.
struct OnRegisterPart: MessageHandler {
    func needs(_ message: Envelope<RegisterPartV1>) -> Needs {
        Needs(Part.self, [message.body.sku])
    }

    func handle(_ message: Envelope<RegisterPartV1>, in work: inout Workspace) throws {
        let part = try Part(sku: message.body.sku, name: message.body.name, category: message.body.category)
        work.completed("part", id: part.sku)
        if work[Part.self, part.sku] != part { work[Part.self, part.sku] = part }
    }
}
