import Foundation
import PartsDomain
import Testing
import Vocabulary

@Suite("Reservation of a work order's parts (PA-21)")
struct ReservationTests {
    private static let whole = Reservation.Line(sku: "PUMP-7", requested: 2, reserved: 2)
    private static let short = Reservation.Line(sku: "SEAL", requested: 3, reserved: 1)

    private func amount(_ sku: String, _ quantity: Int) -> PartAmount { PartAmount(sku: sku, quantity: quantity) }

    enum Stage: CaseIterable, Sendable {
        case short, reserved, issued, released

        func reservation() throws -> Reservation {
            switch self {
            case .short: try Reservation.opened.after(.request([whole, ReservationTests.short]))
            case .reserved: try Reservation.opened.after(.request([whole]))
            case .issued: try Reservation.opened.after(.request([whole]), .issue(used: nil))
            case .released: try Reservation.opened.after(.request([whole]), .release)
            }
        }
    }

    private func answers(_ command: Reservation.Command) throws -> [Result<[Reservation.Event], ReservationRefusal>] {
        try Stage.allCases.map { stage in
            let reservation = try stage.reservation()
            do throws(ReservationRefusal) {
                return .success(try reservation.decide(command))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test("given every state, when parts are requested, then an open reservation takes them")
    func request() throws {
        let line = Reservation.Line(sku: "BELT", requested: 1, reserved: 1)
        #expect(try answers(.request([line])) == [
            .success([.requested(line), .foundShort]), .success([.requested(line), .becameWhole]),
            .failure(.alreadyEnded), .failure(.alreadyEnded),
        ])
    }

    @Test("given every state, when a backorder is filled, then only one that lacks it takes it")
    func fill() throws {
        #expect(try answers(.fill(sku: "SEAL", quantity: 2)) == [
            .success([.filled(sku: "SEAL", quantity: 2), .becameWhole]), .success([]), .success([]), .success([]),
        ])
        let part = try Stage.short.reservation().decide(.fill(sku: "SEAL", quantity: 1))
        #expect(part == [.filled(sku: "SEAL", quantity: 1)])
    }

    @Test("given every state, when the work is done, then an open reservation is issued")
    func issue() throws {
        let all = [amount("PUMP-7", 2), amount("SEAL", 3)]
        #expect(try answers(.issue(used: nil)) == [
            .success([.issued(all)]), .success([.issued([amount("PUMP-7", 2)])]), .success([]), .success([]),
        ])
    }

    @Test("given every state, when the work will not be done, then an open reservation is released")
    func release() throws {
        #expect(try answers(.release) == [
            .success([.released([amount("PUMP-7", 2), amount("SEAL", 3)])]),
            .success([.released([amount("PUMP-7", 2)])]), .success([]), .success([]),
        ])
    }

    @Test("given less used than asked for, when the work is done, then the rest is released")
    func partlyUsed() throws {
        let reservation = try Stage.short.reservation()
        let used = [amount("PUMP-7", 1), amount("BELT", 1)]
        #expect(try reservation.decide(.issue(used: used)) == [
            .issued([amount("BELT", 1), amount("PUMP-7", 1)]), .released([amount("PUMP-7", 1), amount("SEAL", 3)]),
        ])
        let after = try reservation.after(.issue(used: used))
        #expect(after.state == .issued)
        #expect(after.lines.map(\.sku) == ["BELT", "PUMP-7", "SEAL"])
        #expect(after.lines.map(\.issued) == [1, 1, 0])
        #expect(after.lines.map(\.released) == [0, 1, 3])
    }

    @Test("given nothing asked for, when requested, then it is refused", arguments: [
        [], [Reservation.Line(sku: "SEAL", requested: 0, reserved: 0)],
    ])
    func nothing(lines: [Reservation.Line]) {
        #expect(throws: ReservationRefusal.nothingRequested) { try Reservation.opened.decide(.request(lines)) }
    }

    @Test("given every state, when stored as a document, then it comes back the same", arguments: Stage.allCases)
    func storable(stage: Stage) throws {
        let reservation = try stage.reservation()
        let data = try JSONEncoder().encode(reservation)
        #expect(try JSONDecoder().decode(Reservation.self, from: data) == reservation)
    }
}
