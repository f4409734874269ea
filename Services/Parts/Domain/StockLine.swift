import Vocabulary

/// 库存: one part at one site. Pieces on hand are free or held for a claim; neither count can fall below zero.
package struct StockLine: Equatable, Sendable, Codable {
    package let sku: String
    package let site: String
    package private(set) var onHand: Int
    /// Who wants pieces, oldest first: whatever arrives goes to the first that still lacks some.
    package private(set) var claims: [Claim]

    /// What one reservation wants of this part here.
    package struct Claim: Hashable, Sendable, Codable {
        package let reservationID: ReservationID
        package let caseID: CaseID
        package let workOrderID: WorkOrderID
        package internal(set) var requested: Int
        /// Put aside so far; never more than requested.
        package internal(set) var held: Int

        package init(
            reservationID: ReservationID, caseID: CaseID, workOrderID: WorkOrderID, requested: Int, held: Int = 0
        ) {
            self.reservationID = reservationID
            self.caseID = caseID
            self.workOrderID = workOrderID
            self.requested = requested
            self.held = held
        }

        /// The backorder: 缺件.
        package var lacking: Int { requested - held }
    }

    package init(sku: String, site: String, onHand: Int = 0, claims: [Claim] = []) {
        self.sku = sku
        self.site = site
        self.onHand = onHand
        self.claims = claims
    }

    /// Pieces put aside: 已预留.
    package var reserved: Int { claims.reduce(0) { $0 + $1.held } }
    package var free: Int { onHand - reserved }
    package var backordered: Int { claims.reduce(0) { $0 + $1.lacking } }

    package func claim(of reservationID: ReservationID) -> Claim? {
        claims.first { $0.reservationID == reservationID }
    }
}

extension StockLine {
    /// Total: what was recorded always applies.
    package func applying(_ event: Event) -> StockLine {
        var next = self
        switch event {
        case .received(let quantity, _):
            next.onHand += quantity
        case .claimed(let claim):
            next.change(claim.reservationID) { $0.requested += claim.requested } orAdd: { claim }
        case .held(let id, let quantity):
            next.change(id) { $0.held += quantity }
        case .issued(let id, let fromHold, let fromFree):
            next.onHand -= fromHold + fromFree
            next.change(id) { claim in
                claim.held -= fromHold
                claim.requested -= fromHold
            }
        case .released(let id, _, _):
            next.claims.removeAll { $0.reservationID == id }
        }
        next.claims.removeAll { $0.requested == 0 }
        return next
    }

    private mutating func change(
        _ id: ReservationID, _ body: (inout Claim) -> Void, orAdd make: () -> Claim? = { nil }
    ) {
        if let index = claims.firstIndex(where: { $0.reservationID == id }) {
            body(&claims[index])
        } else if let claim = make() {
            claims.append(claim)
        }
    }
}
