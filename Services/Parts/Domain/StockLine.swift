import Vocabulary

/// 库存: one part at one site.
///
/// Pieces on hand are free or held for a claim; neither count can fall below zero.
package struct StockLine: Equatable, Sendable, Codable {
    package let sku: String
    package let site: String
    /// All that ever came in.
    package private(set) var received: Int
    /// All that ever went out.
    package private(set) var issued: Int
    /// Entries of the ledger so far.
    package private(set) var movements: Int64
    /// Who wants pieces, oldest first: whatever arrives goes to the first that still lacks some.
    package private(set) var claims: [Claim]

    /// What one reservation wants of this part here.
    package struct Claim: Hashable, Sendable, Codable {
        package let reservationID: ReservationID
        package let caseID: CaseID
        package let workOrderID: WorkOrderID
        package let since: Timestamp
        /// Its place in the queue; counts up.
        package let place: Int64
        package let requested: Int
        /// Put aside so far; never more than requested.
        package internal(set) var held: Int

        package init(
            reservationID: ReservationID,
            caseID: CaseID,
            workOrderID: WorkOrderID,
            since: Timestamp,
            place: Int64,
            requested: Int,
            held: Int = 0
        ) {
            self.reservationID = reservationID
            self.caseID = caseID
            self.workOrderID = workOrderID
            self.since = since
            self.place = place
            self.requested = requested
            self.held = held
        }

        /// The backorder: 缺件.
        package var lacking: Int { requested - held }
    }

    package init(
        sku: String,
        site: String,
        received: Int = 0,
        issued: Int = 0,
        movements: Int64 = 0,
        claims: [Claim] = []
    ) {
        self.sku = sku
        self.site = site
        self.received = received
        self.issued = issued
        self.movements = movements
        self.claims = claims
    }

    package var onHand: Int { received - issued }
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
        if event.movement != nil { next.movements += 1 }
        switch event {
        case .received(let quantity, _):
            next.received += quantity
        case .claimed(let claim):
            next.claims.append(claim)
        case .held(let id, let quantity):
            next.hold(quantity, for: id)
        case .issued(let id, let fromHold, let fromFree):
            next.issued += fromHold + fromFree
            if let id { next.hold(-fromHold, for: id) }
        case .released(let id, _):
            next.claims.removeAll { $0.reservationID == id }
        }
        return next
    }

    private mutating func hold(_ quantity: Int, for id: ReservationID) {
        guard let index = claims.firstIndex(where: { $0.reservationID == id }) else { return }
        claims[index].held += quantity
    }
}
