import Vocabulary

extension StockLine {
    package enum Command: Equatable, Sendable {
        /// 入库
        case receive(quantity: Int, document: String)
        /// 预留: puts aside what is free and queues for the rest.
        case claim(ReservationID, caseID: CaseID, workOrderID: WorkOrderID, quantity: Int)
        /// 出库: what the repair used, first from what was put aside for it, then from what is free. It ends the claim:
        /// what the repair did not use is put back. Without a reservation only free pieces go out.
        case issue(ReservationID?, quantity: Int)
        /// 释放: the reservation needs nothing more of this part.
        case release(ReservationID)
    }

    package enum Event: Equatable, Sendable {
        case received(quantity: Int, document: String)
        /// A claim that holds nothing yet; `held` events follow.
        case claimed(Claim)
        case held(ReservationID, quantity: Int)
        case issued(ReservationID?, fromHold: Int, fromFree: Int)
        /// The claim is gone: so many pieces were put back.
        case released(ReservationID, held: Int)
    }

    /// Pure; an empty result means that nothing changes.
    package func decide(_ command: Command, now: Timestamp) throws(StockRefusal) -> [Event] {
        switch command {
        case .receive(let quantity, let document):
            guard quantity > 0 else { throw .quantityNotPositive }
            guard quantity <= Self.mostPieces - received else { throw .tooMany }
            return withHolds(after: [.received(quantity: quantity, document: document)])
        case .claim(let id, let caseID, let workOrderID, let quantity):
            guard claim(of: id) == nil else { return [] }
            guard quantity > 0 else { throw .quantityNotPositive }
            guard quantity <= Self.mostPieces - backordered - reserved else { throw .tooMany }
            let claim = Claim(
                reservationID: id,
                caseID: caseID,
                workOrderID: workOrderID,
                since: now,
                place: (claims.last?.place ?? 0) + 1,
                requested: quantity
            )
            return withHolds(after: [.claimed(claim)])
        case .issue(let id, let quantity):
            guard quantity > 0 else { throw .quantityNotPositive }
            return issue(quantity, to: id)
        case .release(let id):
            guard let claim = claim(of: id) else { return [] }
            return withHolds(after: [.released(id, held: claim.held)])
        }
    }

    /// Keeps every sum inside what the contracts can say.
    package static let mostPieces = 1_000_000_000

    private func issue(_ quantity: Int, to id: ReservationID?) -> [Event] {
        let claim = id.flatMap(claim(of:))
        let fromHold = min(quantity, claim?.held ?? 0)
        let fromFree = min(quantity - fromHold, free)
        let issued = fromHold + fromFree > 0 ? [Event.issued(id, fromHold: fromHold, fromFree: fromFree)] : []
        guard let id, let rest = issued.reduce(self, { $0.applying($1) }).claim(of: id) else { return issued }
        return withHolds(after: issued + [.released(id, held: rest.held)])
    }

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

extension StockLine.Command {
    /// Only what the catalogue lists can come in (PA-01).
    ///
    /// - Parameter part: the entry of the catalogue, if there is one.
    package static func receipt(
        of part: Part?,
        quantity: Int,
        document: String
    ) throws(StockRefusal) -> StockLine.Command {
        guard part != nil else { throw .unknownPart }
        return .receive(quantity: quantity, document: document)
    }
}

extension StockLine {
    /// What an entry of the ledger can be.
    package enum Movement: String, Sendable, CaseIterable {
        case receipt, reserve, release, issue
    }
}

extension StockLine.Event {
    /// The ledger entry of this event; `nil` when no piece changed its place.
    package var movement: (kind: StockLine.Movement, quantity: Int)? {
        switch self {
        case .received(let quantity, _): (.receipt, quantity)
        case .claimed: nil
        case .held(_, let quantity): (.reserve, quantity)
        case .issued(_, let fromHold, let fromFree): (.issue, fromHold + fromFree)
        case .released(_, let held): held > 0 ? (.release, held) : nil
        }
    }

    package var reservationID: ReservationID? {
        switch self {
        case .received: nil
        case .claimed(let claim): claim.reservationID
        case .held(let id, _), .released(let id, _): id
        case .issued(let id, _, _): id
        }
    }
}

package enum StockRefusal: String, Refusal, CaseIterable {
    case unknownPart = "unknown-part"
    case quantityNotPositive = "quantity-not-positive"
    case tooMany = "quantity-too-large"
    case malformedPartNumber = "malformed-part-number"
    case nameMissing = "part-name-missing"

    package var code: String { rawValue }

    package var explanation: Bilingual {
        switch self {
        case .unknownPart:
            Bilingual(zh: "配件目录中没有该配件，请先登记配件。", en: "The catalogue has no such part; register it first.")
        case .quantityNotPositive:
            Bilingual(zh: "数量必须为正数。", en: "The quantity must be positive.")
        case .tooMany:
            Bilingual(zh: "数量过大。", en: "The quantity is too large.")
        case .malformedPartNumber:
            Bilingual(zh: "配件编号不能为空，也不能含有“@”。", en: "A part number must not be empty or hold an “@”.")
        case .nameMissing:
            Bilingual(zh: "请填写配件名称。", en: "Write down the name of the part.")
        }
    }
}
