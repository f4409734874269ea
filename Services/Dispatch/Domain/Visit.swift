import Vocabulary

/// 上门服务: one appointment of a technician at the customer's.
package struct Visit: Hashable, Sendable, Codable {
    /// Counts from 1 within the work order.
    package let number: Int
    package let technicianID: TechnicianID
    package let technicianName: Personal<String>
    /// What the customer is told.
    package let window: AppointmentWindow
    /// What is taken from the technician's day: travel and visit.
    package let booked: AppointmentWindow

    package init(number: Int, slot: Slot) {
        self.number = number
        technicianID = slot.technician.id
        technicianName = slot.technician.name
        window = slot.visit
        booked = slot.booked
    }

    package func booking(of workOrderID: WorkOrderID) -> Booking {
        Booking(workOrderID: workOrderID, visitNumber: number, technicianID: technicianID, window: booked)
    }
}

/// So many pieces of one part.
package struct PartNeed: Hashable, Sendable, Codable {
    package let sku: String
    package let quantity: Int

    package init(sku: String, quantity: Int) {
        self.sku = sku
        self.quantity = quantity
    }

    /// The store keeps `sku@site`: a part number must not hold the mark.
    var isWellFormed: Bool { !sku.isBlank && !sku.contains("@") }
}

extension Sequence<PartNeed> {
    /// One line per part, in order of part numbers.
    package func merged() -> [PartNeed] {
        Dictionary(map { ($0.sku, $0.quantity) }, uniquingKeysWith: +)
            .map { PartNeed(sku: $0.key, quantity: $0.value) }
            .sorted { $0.sku < $1.sku }
    }
}

extension [PartNeed] {
    /// Whether one paper holds the lines: at most 100 parts, of each at most a million pieces.
    var fitOnePaper: Bool { count <= 100 && allSatisfy { $0.quantity <= 1_000_000 } }
}

/// 配件需求: what was asked of the parts service for a work order.
package struct PartsRequest: Hashable, Sendable, Codable {
    package let reservationID: ReservationID
    package let lines: [PartNeed]
    /// What the store said is missing; empty while it has not said so.
    package var missing: [PartNeed] = []

    package init(reservationID: ReservationID, lines: [PartNeed], missing: [PartNeed] = []) {
        self.reservationID = reservationID
        self.lines = lines
        self.missing = missing
    }
}

/// 售后服务报告单: what was found and done (DI-22).
package struct ServiceReport: Hashable, Sendable, Codable {
    package let faultFound: String
    package let measure: String
    /// `nil`: the technician did not say; then what was reserved counts as used.
    package let partsUsed: [PartNeed]?
    package let remark: String?

    package init(faultFound: String, measure: String, partsUsed: [PartNeed]? = nil, remark: String? = nil) {
        self.faultFound = faultFound
        self.measure = measure
        self.partsUsed = partsUsed?.merged()
        self.remark = remark
    }
}
