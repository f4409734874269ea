import Messages
import Messaging
import PartsDomain
import Vocabulary

/// Goods come in: what is lacking is filled first, oldest backorder first.
struct OnReceiveStock: MessageHandler {
    func needs(_ message: Envelope<ReceiveStockV1>) -> Needs {
        let keys = [StockKey(sku: message.body.sku, site: message.body.site)].compactMap { $0 }
        return Needs(Part.self, [message.body.sku]).and(StockLine.self, keys)
    }

    func handle(_ message: Envelope<ReceiveStockV1>, in work: inout Workspace) throws {
        guard let key = StockKey(sku: message.body.sku, site: message.body.site) else {
            throw StockRefusal.malformedPartNumber
        }
        work.completed("stock-line", id: key.description)
        let receipt = try StockLine.Command.receipt(
            of: work[Part.self, key.sku],
            quantity: message.body.quantity,
            document: message.body.document
        )
        try work.perform(receipt, on: key, document: message.body.document)
    }
}
