import Vocabulary

extension StockLine {
    package enum Command: Equatable, Sendable {
        /// 入库
        case receive(quantity: Int, document: String)
        /// 预留: puts aside what is free and queues for the rest.
        case claim(ReservationID, caseID: CaseID, workOrderID: WorkOrderID, quantity: Int)
        /// 出库: what the repair used, first from what was put aside for it, then from what is free.
        case issue(ReservationID, quantity: Int)
        /// 释放: the reservation needs nothing more of this part.
        case release(ReservationID)
    }

    package enum Event: Equatable, Sendable {
        case received(quantity: Int, document: String)
        /// A claim that holds nothing yet; `held` events follow.
        case claimed(Claim)
        case held(ReservationID, quantity: Int)
        case issued(ReservationID, fromHold: Int, fromFree: Int)
        /// The claim is gone: so many pieces were put back, so many had still been lacking.
        case released(ReservationID, held: Int, lacking: Int)
    }

    /// Pure; an empty result means that nothing changes.
    package func decide(_ command: Command) throws(StockRefusal) -> [Event] {
        switch command {
        case .receive(let quantity, let document):
            guard quantity > 0 else { throw .quantityNotPositive }
            guard quantity <= Self.mostPieces - onHand else { throw .tooMany }
            return withHolds(after: [.received(quantity: quantity, document: document)])
        case .claim(let id, let caseID, let workOrderID, let quantity):
            guard quantity > 0 else { throw .quantityNotPositive }
            guard quantity <= Self.mostPieces - backordered - reserved else { throw .tooMany }
            let claim = Claim(reservationID: id, caseID: caseID, workOrderID: workOrderID, requested: quantity)
            return withHolds(after: [.claimed(claim)])
        case .issue(let id, let quantity):
            guard quantity > 0 else { throw .quantityNotPositive }
            let fromHold = min(quantity, claim(of: id)?.held ?? 0)
            let fromFree = min(quantity - fromHold, free)
            return fromHold + fromFree > 0 ? [.issued(id, fromHold: fromHold, fromFree: fromFree)] : []
        case .release(let id):
            guard let claim = claim(of: id) else { return [] }
            return withHolds(after: [.released(id, held: claim.held, lacking: claim.lacking)])
        }
    }

    /// Keeps every sum well inside what `integer` columns and 64-bit counts can hold.
    package static let mostPieces = 1_000_000_000

    /// Gives free pieces to the claims that lack some, oldest first.
    private func withHolds(after events: [Event]) -> [Event] {
        let state = events.reduce(self) { $0.applying($1) }
        var free = state.free
        let holds = state.claims.compactMap { claim -> Event? in
            let quantity = min(claim.lacking, free)
            free -= quantity
            return quantity > 0 ? .held(claim.reservationID, quantity: quantity) : nil
        }
        return events + holds
    }
}

package enum StockRefusal: String, Refusal, CaseIterable {
    case unknownPart = "unknown-part"
    case quantityNotPositive = "quantity-not-positive"
    case tooMany = "quantity-too-large"
    case malformedSite = "malformed-site"

    package var code: String { rawValue }

    package var explanation: Bilingual {
        switch self {
        case .unknownPart:
            Bilingual(zh: "配件目录中没有该配件，请先登记配件。", en: "The catalogue has no such part; register it first.")
        case .quantityNotPositive:
            Bilingual(zh: "数量必须为正数。", en: "The quantity must be positive.")
        case .tooMany:
            Bilingual(zh: "数量过大。", en: "The quantity is too large.")
        case .malformedSite:
            Bilingual(zh: "库存地点不能为空，也不能含有“@”。", en: "The site must not be empty or hold an “@”.")
        }
    }
}
