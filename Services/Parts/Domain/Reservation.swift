import Vocabulary

/// 配件预留: what one visit asked of the store, line by line, from the wish to the issue or the release.
package struct Reservation: Equatable, Sendable, Codable {
    package let id: ReservationID
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    /// Where the parts lie.
    package let site: String
    package let requestedAt: Timestamp
    /// In order of part numbers.
    package private(set) var lines: [Line]
    package private(set) var state: State

    package struct Line: Hashable, Sendable, Codable {
        package let sku: String
        package let requested: Int
        /// Put aside so far.
        package internal(set) var reserved: Int
        package internal(set) var issued = 0
        package internal(set) var released = 0

        package init(sku: String, requested: Int, reserved: Int) {
            self.sku = sku
            self.requested = requested
            self.reserved = min(requested, reserved)
        }

        /// What still lacks: 缺件.
        package var short: Int { requested - reserved }
    }

    package enum State: Hashable, Sendable, Codable {
        /// 待件: something is lacking.
        case short
        /// 已备齐: everything is put aside.
        case reserved(at: Timestamp)
        /// 已出库: the work is done; what it did not use has been released.
        case issued(at: Timestamp)
        /// 已释放: the work will not be done.
        case released(at: Timestamp)
    }

    /// A reservation as the store could serve it at once.
    package init(
        id: ReservationID,
        caseID: CaseID,
        workOrderID: WorkOrderID,
        site: String,
        lines: [Line],
        now: Timestamp
    ) throws(ReservationRefusal) {
        guard !lines.isEmpty, lines.allSatisfy({ $0.requested > 0 }) else { throw .nothingRequested }
        self.id = id
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.site = site
        self.lines = lines.sorted { $0.sku < $1.sku }
        requestedAt = now
        state = lines.allSatisfy { $0.short == 0 } ? .reserved(at: now) : .short
    }

    package var requested: [PartAmount] {
        lines.map { PartAmount(sku: $0.sku, quantity: $0.requested) }
    }

    package var missing: [PartAmount] {
        lines.filter { $0.short > 0 }.map { PartAmount(sku: $0.sku, quantity: $0.short) }
    }
}

extension Reservation {
    /// Total: what was recorded always applies.
    package func applying(_ event: Event) -> Reservation {
        var next = self
        switch event {
        case .filled(let sku, let quantity):
            next.change(sku) { $0.reserved = min($0.requested, $0.reserved + quantity) }
        case .becameWhole(let time):
            next.state = .reserved(at: time)
        case .issued(let used, let time):
            for amount in used { next.change(amount.sku) { $0.issued += amount.quantity } }
            next.state = .issued(at: time)
        case .released(let unused, let time):
            for amount in unused { next.change(amount.sku) { $0.released += amount.quantity } }
            if case .issued = next.state {} else { next.state = .released(at: time) }
        }
        return next
    }

    private mutating func change(_ sku: String, _ body: (inout Line) -> Void) {
        guard let index = lines.firstIndex(where: { $0.sku == sku }) else { return }
        body(&lines[index])
    }
}
