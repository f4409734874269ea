import Vocabulary

/// 配件预留: the parts of one work order, line by line, from the wish to the issue or the release.
package struct Reservation: Equatable, Sendable, Codable {
    package let id: ReservationID
    package let caseID: CaseID
    package let workOrderID: WorkOrderID
    /// Where the parts lie.
    package let site: String
    /// In order of part numbers.
    package private(set) var lines: [Line]
    package private(set) var state: State

    package struct Line: Hashable, Sendable, Codable {
        package let sku: String
        package internal(set) var requested: Int
        /// Put aside so far.
        package internal(set) var reserved: Int
        package internal(set) var issued: Int = 0
        package internal(set) var released: Int = 0

        package init(sku: String, requested: Int, reserved: Int) {
            self.sku = sku
            self.requested = requested
            self.reserved = min(requested, reserved)
        }

        /// 缺件
        package var short: Int { requested - reserved }
    }

    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// 待件: something is lacking.
        case short
        /// 已备齐: everything is put aside.
        case reserved
        /// 已出库: the work is done; what it did not use has been released.
        case issued
        /// 已释放: the work will not be done.
        case released
    }

    package init(
        id: ReservationID, caseID: CaseID, workOrderID: WorkOrderID, site: String, lines: [Line] = [],
        state: State = .reserved
    ) {
        self.id = id
        self.caseID = caseID
        self.workOrderID = workOrderID
        self.site = site
        self.lines = lines.sorted { $0.sku < $1.sku }
        self.state = state
    }

    package var missing: [PartAmount] {
        lines.filter { $0.short > 0 }.map { PartAmount(sku: $0.sku, quantity: $0.short) }
    }

    package var requested: [PartAmount] {
        lines.map { PartAmount(sku: $0.sku, quantity: $0.requested) }
    }

    package var isOpen: Bool {
        switch state {
        case .short, .reserved: true
        case .issued, .released: false
        }
    }
}

extension Reservation {
    /// Total: what was recorded always applies.
    package func applying(_ event: Event) -> Reservation {
        var next = self
        switch event {
        case .requested(let line):
            next.add(line)
        case .filled(let sku, let quantity):
            next.change(sku) { $0.reserved = min($0.requested, $0.reserved + quantity) }
        case .becameWhole:
            next.state = .reserved
        case .foundShort:
            next.state = .short
        case .issued(let used):
            for amount in used { next.issue(amount) }
            next.state = .issued
        case .released(let unused):
            for amount in unused { next.change(amount.sku) { $0.released += amount.quantity } }
            if next.state != .issued { next.state = .released }
        }
        return next
    }

    private mutating func add(_ line: Line) {
        if let index = lines.firstIndex(where: { $0.sku == line.sku }) {
            lines[index].requested += line.requested
            lines[index].reserved += line.reserved
        } else {
            let index = lines.firstIndex { $0.sku > line.sku } ?? lines.endIndex
            lines.insert(line, at: index)
        }
    }

    private mutating func issue(_ amount: PartAmount) {
        if !lines.contains(where: { $0.sku == amount.sku }) { add(Line(sku: amount.sku, requested: 0, reserved: 0)) }
        change(amount.sku) { $0.issued += amount.quantity }
    }

    private mutating func change(_ sku: String, _ body: (inout Line) -> Void) {
        guard let index = lines.firstIndex(where: { $0.sku == sku }) else { return }
        body(&lines[index])
    }
}
