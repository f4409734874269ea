import PartsDomain
import Testing
import Vocabulary

@Suite("Stock is conserved whatever happens")
struct StockConservationTests {
    /// What a clerk with a pencil would know: totals only.
    private struct Totals {
        var received = 0
        var issued = 0
    }

    private func randomCommand(_ random: inout SeededGenerator) -> StockLine.Command {
        let number = UInt64.random(in: 1...6, using: &random)
        let quantity = Int.random(in: 1...5, using: &random)
        return switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: .receive(quantity)
        case 2, 3: .claim(number, quantity: quantity)
        case 4: .issue(Bool.random(using: &random) ? .number(number) : nil, quantity: quantity)
        default: .release(.number(number))
        }
    }

    private func checkInvariants(_ line: StockLine, _ totals: Totals) {
        #expect(line.onHand >= 0)
        #expect((0...line.onHand).contains(line.reserved))
        #expect(totals.received == line.onHand + totals.issued)
        #expect(line.claims.allSatisfy { (0...$0.requested).contains($0.held) && $0.requested > 0 })
        #expect(Set(line.claims.map(\.reservationID)).count == line.claims.count)
        #expect(line.backordered == 0 || line.free == 0, "free pieces lie beside an unfilled backorder")
    }

    @Test(
        "given random commands, when played, then received = on hand + issued and nothing is negative",
        arguments: UInt64(1)...100
    )
    func conserved(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var line = StockLine.empty
        var totals = Totals()
        for _ in 0..<200 {
            let command = randomCommand(&random)
            let before = line
            let events = try line.decide(command, now: Sample.now)
            for event in events {
                line = line.applying(event)
                switch event.movement {
                case (.receipt, let quantity)?: totals.received += quantity
                case (.issue, let quantity)?: totals.issued += quantity
                case (.reserve, _)?, (.release, _)?, nil: break
                }
                #expect(line.onHand >= 0 && line.reserved >= 0 && line.reserved <= line.onHand)
            }
            checkInvariants(line, totals)
            checkOthersUntouched(before, line, command)
        }
    }

    /// A release or an issue never takes from another reservation's hold.
    private func checkOthersUntouched(_ before: StockLine, _ after: StockLine, _ command: StockLine.Command) {
        let own: ReservationID? =
            switch command {
            case .receive: nil
            case .claim(let id, _, _, _), .release(let id): id
            case .issue(let id, _): id
            }
        for claim in before.claims where claim.reservationID != own {
            #expect((after.claim(of: claim.reservationID)?.held ?? 0) >= claim.held)
        }
    }
}
