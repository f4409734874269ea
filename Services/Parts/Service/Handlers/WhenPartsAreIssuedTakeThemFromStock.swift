import Messages
import Messaging
import PartsDomain
import Vocabulary

/// Parts left the store: each stock line books it.
///
/// Stock has keys of its own, so a reservation and its lines change in two steps, the second told by the first.
struct WhenPartsAreIssuedTakeThemFromStock: MessageHandler {
    func needs(_ message: Envelope<PartsIssuedV1>) -> Needs {
        Needs(StockLine.self, message.body.lines.compactMap { StockKey(sku: $0.sku, site: message.body.site) })
    }

    func handle(_ message: Envelope<PartsIssuedV1>, in work: inout Workspace) throws {
        let issued = message.body
        for amount in issued.lines.map(PartAmount.init).merged() {
            guard let key = StockKey(sku: amount.sku, site: issued.site) else { throw StockRefusal.malformedPartNumber }
            try work.perform(
                .issue(issued.reservationID, quantity: amount.quantity),
                on: key,
                document: "work order \(issued.workOrderID)",
                caseID: issued.caseID
            )
        }
    }
}
