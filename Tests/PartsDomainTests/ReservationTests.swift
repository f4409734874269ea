import Foundation
import PartsDomain
import Testing
import Vocabulary

@Suite("Reservation of parts for a visit (PA-21, BX-15)")
struct ReservationTests {
    private static let pump = Reservation.Line(sku: "PUMP-7", requested: 2, reserved: 2)
    private static let seal = Reservation.Line(sku: "SEAL", requested: 3, reserved: 1)
    private let now = Sample.now

    private func amount(_ sku: String, _ quantity: Int) -> PartAmount { PartAmount(sku: sku, quantity: quantity) }

    enum Stage: CaseIterable, Sendable {
        case short, reserved, issued, released

        func reservation() throws -> Reservation {
            switch self {
            case .short: try Reservation.opened(pump, seal)
            case .reserved: try Reservation.opened(pump)
            case .issued: try Reservation.opened(pump).after(.issue(used: [PartAmount(sku: "PUMP-7", quantity: 2)]))
            case .released: try Reservation.opened(pump).after(.release)
            }
        }
    }

    private func answers(_ command: Reservation.Command) throws -> [[Reservation.Event]] {
        try Stage.allCases.map { try $0.reservation().decide(command, now: now) }
    }

    @Test("given what the store has, when opened, then it is whole or short")
    func opened() throws {
        #expect(try Stage.reserved.reservation().state == .reserved(at: now))
        #expect(try Stage.short.reservation().state == .short)
        #expect(try Stage.short.reservation().missing == [amount("SEAL", 2)])
    }

    @Test("given every state, when a backorder is filled, then only one that lacks it takes it")
    func fill() throws {
        #expect(
            try answers(.fill(sku: "SEAL", quantity: 2)) == [
                [.filled(sku: "SEAL", quantity: 2), .becameWhole(at: now)], [], [], [],
            ]
        )
        let short = try Stage.short.reservation()
        #expect(short.decide(.fill(sku: "SEAL", quantity: 1), now: now) == [.filled(sku: "SEAL", quantity: 1)])
        #expect(short.decide(.fill(sku: "PUMP-7", quantity: 1), now: now).isEmpty)
        #expect(short.after(.fill(sku: "SEAL", quantity: 2)).state == .reserved(at: now))
    }

    @Test("given every state, when the work is done, then an open reservation is issued")
    func issue() throws {
        let used = [amount("PUMP-7", 2)]
        #expect(
            try answers(.issue(used: used)) == [
                [.issued(used, at: now), .released([amount("SEAL", 3)], at: now)], [.issued(used, at: now)], [], [],
            ]
        )
    }

    @Test("given nothing of it used, when the work is done, then it is released")
    func unused() throws {
        #expect(
            try answers(.issue(used: [])) == [
                [.released([amount("PUMP-7", 2), amount("SEAL", 3)], at: now)],
                [.released([amount("PUMP-7", 2)], at: now)], [], [],
            ]
        )
    }

    @Test("given every state, when the work will not be done, then an open reservation is released")
    func release() throws {
        #expect(
            try answers(.release) == [
                [.released([amount("PUMP-7", 2), amount("SEAL", 3)], at: now)],
                [.released([amount("PUMP-7", 2)], at: now)], [], [],
            ]
        )
    }

    @Test("given more and other parts used, when split, then what is beyond the reservation is named")
    func split() throws {
        let reservation = try Stage.short.reservation()
        let (covered, unused, beyond) = reservation.split([amount("PUMP-7", 3), amount("BELT", 1), amount("SEAL", 1)])
        #expect(covered == [amount("PUMP-7", 2), amount("SEAL", 1)])
        #expect(unused == [amount("SEAL", 2)])
        #expect(beyond == [amount("BELT", 1), amount("PUMP-7", 1)])
        let after = reservation.after(.issue(used: [amount("PUMP-7", 3), amount("SEAL", 1)]))
        #expect(after.state == .issued(at: now))
        #expect(after.lines.map(\.issued) == [2, 1])
        #expect(after.lines.map(\.released) == [0, 2])
    }

    @Test("given nothing asked for, when opened, then it is refused")
    func nothing() {
        #expect(throws: ReservationRefusal.nothingRequested) { try Reservation.opened() }
        #expect(throws: ReservationRefusal.nothingRequested) {
            try Reservation.opened(Reservation.Line(sku: "SEAL", requested: 0, reserved: 0))
        }
    }

    @Test("given every state, when stored as a document, then it comes back the same", arguments: Stage.allCases)
    func storable(stage: Stage) throws {
        let reservation = try stage.reservation()
        let data = try JSONEncoder().encode(reservation)
        #expect(try JSONDecoder().decode(Reservation.self, from: data) == reservation)
    }
}
