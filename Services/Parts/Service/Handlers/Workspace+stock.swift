import Messages
import Messaging
import PartsDomain
import Vocabulary

extension Workspace {
    /// Has a stock line decide, keeps it, books every move in the ledger and says what happened.
    ///
    /// - Parameters:
    ///   - document: the paper behind the move, when no reservation is.
    ///   - caseID: the case it was for, when no claim names one.
    /// - Returns: what the line decided.
    @discardableResult
    mutating func perform(
        _ command: StockLine.Command,
        on key: StockKey,
        document: String,
        caseID: CaseID? = nil
    ) throws -> [StockLine.Event] {
        var line = self[StockLine.self, key] ?? StockLine(sku: key.sku, site: key.site)
        let events = try line.decide(command, now: now)
        for event in events {
            let claim = event.reservationID.flatMap(line.claim(of:))
            line = line.applying(event)
            try book(event, on: line, for: claim, document: document, caseID: caseID)
            if case .held(let id, let quantity) = event, let claim, !command.isClaim(of: id) {
                try emit(backorderFilled(key, quantity, claim))
            }
        }
        if !events.isEmpty { self[StockLine.self, key] = line }
        return events
    }

    private mutating func book(
        _ event: StockLine.Event,
        on line: StockLine,
        for claim: StockLine.Claim?,
        document: String,
        caseID: CaseID?
    ) throws {
        guard let (movement, quantity) = event.movement, let key = StockKey(sku: line.sku, site: line.site) else {
            return
        }
        let paper = claim.map { "reservation \($0.reservationID)" } ?? document
        let entry = LedgerEntry(
            line: key,
            ordinal: line.movements,
            movement: movement,
            quantity: quantity,
            onHandAfter: line.onHand,
            reservedAfter: line.reserved,
            document: paper,
            reservationID: claim?.reservationID,
            caseID: claim?.caseID ?? caseID,
            movedAt: now
        )
        append(entry)
        try emit(
            StockMovedV1(
                sku: line.sku,
                site: line.site,
                movement: Wire.StockMovement(movement),
                quantity: quantity,
                onHand: line.onHand,
                reserved: line.reserved,
                document: paper,
                caseID: entry.caseID,
                movedAt: now
            )
        )
    }

    private func backorderFilled(_ key: StockKey, _ quantity: Int, _ claim: StockLine.Claim) -> BackorderFilledV1 {
        BackorderFilledV1(
            sku: key.sku,
            site: key.site,
            quantity: quantity,
            caseID: claim.caseID,
            workOrderID: claim.workOrderID,
            reservationID: claim.reservationID,
            filledAt: now
        )
    }
}

extension StockLine.Command {
    /// Whether the command is the claim of that reservation: what it holds at once was never on backorder.
    fileprivate func isClaim(of id: ReservationID) -> Bool {
        switch self {
        case .claim(let own, _, _, _): own == id
        case .receive, .issue, .release: false
        }
    }
}
