import Messages
import Messaging
import PartsDomain
import Vocabulary

/// A reservation needs its parts no more: each stock line lets go of the claim and serves whoever waits.
struct WhenPartsAreReleasedPutThemBack: MessageHandler {
    func needs(_ message: Envelope<PartsReleasedV1>) -> Needs {
        Needs(StockLine.self, message.body.lines.compactMap { StockKey(sku: $0.sku, site: message.body.site) })
    }

    func handle(_ message: Envelope<PartsReleasedV1>, in work: inout Workspace) throws {
        let released = message.body
        for line in released.lines {
            guard let key = StockKey(sku: line.sku, site: released.site) else { throw StockRefusal.malformedPartNumber }
            try work.perform(
                .release(released.reservationID),
                on: key,
                document: "work order \(released.workOrderID)",
                caseID: released.caseID
            )
        }
    }
}
