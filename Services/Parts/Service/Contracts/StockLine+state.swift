import Messages
import PartsDomain
import Vocabulary

extension StockLine {
    /// What a list of the stock shows.
    func state(version: Int64, at time: Timestamp) -> StockLineStateV1 {
        let waiting = claims.filter { $0.lacking > 0 }
        return StockLineStateV1(
            id: "\(sku)@\(site)",
            status: status,
            sku: sku,
            site: site,
            onHand: onHand,
            reserved: reserved,
            available: free,
            received: received,
            issued: issued,
            backordered: backordered,
            backorders: waiting.prefix(100).map(Backorder.init),
            version: version,
            updatedAt: time
        )
    }

    private var status: Wire.StockStatus {
        if backordered > 0 { return .short }
        return free > 0 ? .available : .exhausted
    }
}

extension Backorder {
    fileprivate init(_ claim: StockLine.Claim) {
        self.init(
            caseID: claim.caseID,
            workOrderID: claim.workOrderID,
            reservationID: claim.reservationID,
            quantity: claim.lacking,
            since: claim.since
        )
    }
}

extension Wire.StockMovement {
    init(_ movement: StockLine.Movement) {
        self =
            switch movement {
            case .receipt: .receipt
            case .reserve: .reserve
            case .release: .release
            case .issue: .issue
            }
    }
}

extension PartLine {
    init(_ amount: PartAmount) {
        self.init(sku: amount.sku, quantity: amount.quantity)
    }
}

extension PartAmount {
    init(_ line: PartLine) {
        self.init(sku: line.sku, quantity: line.quantity)
    }
}
