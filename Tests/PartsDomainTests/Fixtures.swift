import PartsDomain
import Vocabulary

extension ReservationID {
    static func number(_ number: UInt64) -> ReservationID { ReservationID(UniqueID(high: 3, low: number)) }
}

enum Sample {
    static let caseID = CaseID(UniqueID(high: 2, low: 1))
    static let workOrderID = WorkOrderID(UniqueID(high: 1, low: 1))
    static let now = Timestamp(1_795_219_200)
}

extension StockLine.Command {
    static func claim(_ number: UInt64, quantity: Int) -> StockLine.Command {
        .claim(.number(number), caseID: Sample.caseID, workOrderID: Sample.workOrderID, quantity: quantity)
    }

    static func receive(_ quantity: Int) -> StockLine.Command {
        .receive(quantity: quantity, document: "GR-1")
    }
}

extension StockLine {
    static let empty = StockLine(sku: "PUMP-7", site: "GBR")

    func after(_ commands: StockLine.Command...) throws -> StockLine {
        try commands.reduce(self) { line, command in
            try line.decide(command, now: Sample.now).reduce(line) { $0.applying($1) }
        }
    }
}

extension Reservation {
    static func opened(_ lines: Line...) throws -> Reservation {
        try Reservation(
            id: .number(1),
            caseID: Sample.caseID,
            workOrderID: Sample.workOrderID,
            site: "GBR",
            lines: lines,
            now: Sample.now
        )
    }

    func after(_ commands: Reservation.Command...) -> Reservation {
        commands.reduce(self) { reservation, command in
            reservation.decide(command, now: Sample.now).reduce(reservation) { $0.applying($1) }
        }
    }
}

/// splitmix64: the same numbers for the same seed, so that a failure can be played again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
