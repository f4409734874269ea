import PartsDomain
import Testing
import Vocabulary

@Suite("Stock of one part at one site (PA-11)")
struct StockLineTests {
    @Test("given an empty line, when goods come in, then they are on hand and free")
    func receives() throws {
        let line = try StockLine.empty.after(.receive(5))
        #expect((line.onHand, line.reserved, line.free) == (5, 0, 5))
    }

    @Test("given enough on hand, when claimed, then all of it is put aside (PA-21)")
    func claims() throws {
        let line = try StockLine.empty.after(.receive(5), .claim(1, quantity: 3))
        #expect((line.onHand, line.reserved, line.free, line.backordered) == (5, 3, 2, 0))
    }

    @Test("given too few on hand, when claimed, then the rest is lacking (PA-35)")
    func shortage() throws {
        let line = try StockLine.empty.after(.receive(2), .claim(1, quantity: 3))
        #expect((line.reserved, line.free, line.backordered) == (2, 0, 1))
        #expect(line.claim(of: .number(1))?.lacking == 1)
    }

    @Test("given two backorders, when goods come in, then the older is filled first")
    func oldestFirst() throws {
        let line = try StockLine.empty.after(.claim(2, quantity: 2), .claim(1, quantity: 2))
        #expect(
            try line.decide(.receive(3), now: Sample.now) == [
                .received(quantity: 3, document: "GR-1"), .held(.number(2), quantity: 2),
                .held(.number(1), quantity: 1),
            ]
        )
    }

    @Test("given a claim that holds pieces, when it is released, then they go to the next backorder")
    func releaseFills() throws {
        let line = try StockLine.empty.after(.receive(2), .claim(1, quantity: 2), .claim(2, quantity: 3))
        #expect(
            try line.decide(.release(.number(1)), now: Sample.now) == [
                .released(.number(1), held: 2), .held(.number(2), quantity: 2),
            ]
        )
        #expect(try line.after(.release(.number(1))).claims.map(\.reservationID) == [.number(2)])
    }

    @Test("given pieces put aside, when they are used, then they leave the store (PA-22)")
    func issues() throws {
        let line = try StockLine.empty.after(.receive(5), .claim(1, quantity: 2))
        #expect(
            try line.decide(.issue(.number(1), quantity: 2), now: Sample.now) == [
                .issued(.number(1), fromHold: 2, fromFree: 0), .released(.number(1), held: 0),
            ]
        )
        let after = try line.after(.issue(.number(1), quantity: 2))
        #expect((after.onHand, after.reserved, after.claims.count) == (3, 0, 0))
    }

    @Test("given less used than put aside, when issued, then the rest goes to whoever waits")
    func issuesLess() throws {
        let line = try StockLine.empty.after(.receive(3), .claim(1, quantity: 3), .claim(2, quantity: 1))
        #expect(
            try line.decide(.issue(.number(1), quantity: 2), now: Sample.now) == [
                .issued(.number(1), fromHold: 2, fromFree: 0), .released(.number(1), held: 1),
                .held(.number(2), quantity: 1),
            ]
        )
    }

    @Test("given more used than put aside, when issued, then free pieces make up for it, but never what others hold")
    func issuesBeyondTheClaim() throws {
        let line = try StockLine.empty.after(.receive(4), .claim(1, quantity: 1), .claim(2, quantity: 2))
        #expect(
            try line.decide(.issue(.number(1), quantity: 5), now: Sample.now).first
                == .issued(.number(1), fromHold: 1, fromFree: 1)
        )
        #expect(try line.after(.issue(.number(1), quantity: 5)).onHand == 2)
        #expect(try line.after(.issue(nil, quantity: 5)).onHand == 3)
        #expect(try StockLine.empty.decide(.issue(nil, quantity: 1), now: Sample.now) == [])
    }

    @Test("given a claim, when the same reservation claims again, then nothing changes")
    func claimsAgain() throws {
        let line = try StockLine.empty.after(.receive(1), .claim(1, quantity: 1))
        #expect(try line.decide(.claim(1, quantity: 2), now: Sample.now) == [])
    }

    @Test("given moves of pieces, when counted, then each has one entry in the ledger")
    func movements() throws {
        let line = try StockLine.empty.after(.claim(1, quantity: 2), .receive(3), .issue(.number(1), quantity: 1))
        #expect(line.movements == 4)  // receipt, reserve, issue, release
    }

    @Test("given nothing claimed, when released, then nothing changes")
    func releaseOfNothing() throws {
        #expect(try StockLine.empty.decide(.release(.number(1)), now: Sample.now) == [])
    }

    @Test(
        "given no quantity or one beyond all bounds, when asked, then it is refused",
        arguments: [0, -1, StockLine.mostPieces + 1]
    )
    func refusesQuantity(quantity: Int) {
        let refusal: StockRefusal = quantity > 0 ? .tooMany : .quantityNotPositive
        #expect(throws: refusal) { try StockLine.empty.decide(.receive(quantity), now: Sample.now) }
        #expect(throws: refusal) { try StockLine.empty.decide(.claim(1, quantity: quantity), now: Sample.now) }
    }

    @Test("given a blank number or name, or an @ in the number, then there is no such part (PA-01)")
    func malformedPart() {
        for sku in [" ", "", "A@1"] {
            #expect(throws: StockRefusal.malformedPartNumber) { try Part(sku: sku, name: "Pump", category: "") }
        }
        #expect(throws: StockRefusal.nameMissing) { try Part(sku: "A-1", name: " \n", category: "") }
        #expect(StockKey(sku: " ", site: "GBR") == nil)
    }

    @Test("given a part that the catalogue lacks, when goods come in, then they are refused (PA-01)")
    func unknownPart() throws {
        #expect(throws: StockRefusal.unknownPart) {
            try StockLine.Command.receipt(of: nil, quantity: 1, document: "GR-1")
        }
        let pump = try Part(sku: "PUMP-7", name: "Pump", category: "Coffee maker")
        #expect(
            try StockLine.Command.receipt(of: pump, quantity: 1, document: "GR-1")
                == .receive(quantity: 1, document: "GR-1")
        )
    }

    @Test("given a part and a site, when written and read, then the first @ parts them")
    func key() {
        #expect(StockKey("A-1@GBR@2") == StockKey(sku: "A-1", site: "GBR@2"))
        #expect(StockKey(sku: "A-1", site: "GBR")?.description == "A-1@GBR")
        #expect(StockKey(sku: "A@1", site: "GBR") == nil)
        #expect(StockKey("GBR") == nil)
        #expect(StockKey("@GBR") == nil)
        #expect(StockKey("A-1@") == nil)
    }

    @Test(
        "given every refusal, when shown to a person, then it speaks Chinese and English",
        arguments: StockRefusal.allCases
    )
    func explains(refusal: StockRefusal) {
        #expect(!refusal.explanation.zh.isEmpty && !refusal.explanation.en.isEmpty)
    }
}
