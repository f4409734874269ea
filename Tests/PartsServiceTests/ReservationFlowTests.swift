import Messages
import Messaging
import PartsService
import TestKit
import Testing
import Vocabulary

@Suite("Reservation as a saga over two keys (BX-15)", .timeLimit(.minutes(2)))
struct ReservationFlowTests {
    private let pump = PartLine(sku: "PUMP-7", quantity: 2)
    private let seal = PartLine(sku: "SEAL", quantity: 1)

    @Test("given stock, when parts are requested, then they are reserved and announced (PA-21)")
    func reserves() async throws {
        let fixture = try await PartsFixture()
        try await fixture.receive("PUMP-7", 3)
        try await fixture.receive("SEAL", 1)
        let request = try await fixture.request(pump, seal)
        let reserved = try #require(try await fixture.harness.sent(PartsReservedV1.self).first)
        #expect(reserved.reservationID == request.reservationID)
        #expect(reserved.lines == [pump, seal])
        #expect(try await fixture.stock("PUMP-7") == [3, 2])
        #expect(try await fixture.harness.sent(BackorderFilledV1.self).isEmpty)
        try await fixture.expectLedgerAgrees()
    }

    @Test("given a shortage, when goods come in, then the oldest waits no longer and is announced (PA-35)")
    func shortage() async throws {
        let fixture = try await PartsFixture()
        try await fixture.receive("PUMP-7", 1)
        let first = try await fixture.request(pump)
        let second = try await fixture.request(pump)
        let told = try await fixture.harness.sent(ShortageReportedV1.self)
        #expect(told.map(\.missing) == [[PartLine(sku: "PUMP-7", quantity: 1)], [pump]])
        try await fixture.receive("PUMP-7", 2)
        try await fixture.settle()
        #expect(try await fixture.status(of: first.reservationID) == "reserved")
        #expect(try await fixture.status(of: second.reservationID) == "short")
        #expect(try await fixture.harness.sent(PartsReservedV1.self).map(\.reservationID) == [first.reservationID])
        let state = try #require(try await fixture.harness.sent(StockLineStateV1.self).last)
        #expect(state.status == .short)
        #expect(state.backorders.map(\.reservationID) == [second.reservationID])
        try await fixture.expectLedgerAgrees()
    }

    @Test("given more on backorder than can be counted, when parts are requested, then the shortage is told (PA-35)")
    func tooMany() async throws {
        let fixture = try await PartsFixture()
        let records = try (0...1000).map { _ in
            try fixture.harness.record(
                of: PartsRequestedV1(
                    caseID: PartsFixture.newID(),
                    workOrderID: PartsFixture.newID(),
                    reservationID: PartsFixture.newID(),
                    site: fixture.site,
                    lines: [PartLine(sku: "PUMP-7", quantity: 1_000_000)],
                    requestedAt: .now
                )
            )
        }
        #expect(try await fixture.harness.deliver(records).done == 1001)
        #expect(try await fixture.harness.sent(ShortageReportedV1.self).count == 1001)
    }

    @Test("given a finished repair, when it is told, then what it used is issued and the rest released (PA-22)")
    func issues() async throws {
        let fixture = try await PartsFixture()
        try await fixture.receive("PUMP-7", 3)
        try await fixture.receive("SEAL", 1)
        let request = try await fixture.request(pump, seal)
        try await fixture.harness.send(
            fixture.completed(request, used: [PartLine(sku: "PUMP-7", quantity: 1)])
        )
        try await fixture.settle()
        #expect(try await fixture.stock("PUMP-7") == [2, 0])
        #expect(try await fixture.stock("SEAL") == [1, 0])
        #expect(try await fixture.status(of: request.reservationID) == "issued")
        #expect(
            try await fixture.harness.sent(PartsIssuedV1.self).map(\.lines)
                == [[PartLine(sku: "PUMP-7", quantity: 1)]]
        )
        try await fixture.expectLedgerAgrees()
    }

    @Test("given parts used beyond the reservation, when the repair is done, then free stock goes out, never more")
    func beyond() async throws {
        let fixture = try await PartsFixture()
        try await fixture.receive("PUMP-7", 4)
        let request = try await fixture.request(PartLine(sku: "PUMP-7", quantity: 1))
        let other = try await fixture.request(pump)
        try await fixture.harness.send(
            fixture.completed(request, used: [PartLine(sku: "PUMP-7", quantity: 5), seal])
        )
        try await fixture.settle()
        #expect(try await fixture.stock("PUMP-7") == [2, 2])
        #expect(try await fixture.status(of: other.reservationID) == "reserved")
        try await fixture.expectLedgerAgrees()
    }

    @Test("given work that ends without repair, when it is told, then the parts serve whoever waits")
    func releases() async throws {
        let fixture = try await PartsFixture()
        try await fixture.receive("PUMP-7", 2)
        let first = try await fixture.request(pump)
        let second = try await fixture.request(pump)
        try await fixture.harness.send(
            WorkOrderCancelledV1(
                caseID: first.caseID,
                workOrderID: first.workOrderID,
                reason: "called off",
                reservationIDs: [first.reservationID],
                region: fixture.site,
                cancelledAt: .now
            )
        )
        try await fixture.settle()
        #expect(try await fixture.status(of: first.reservationID) == "released")
        #expect(try await fixture.status(of: second.reservationID) == "reserved")
        #expect(try await fixture.stock("PUMP-7") == [2, 2])
        try await fixture.expectLedgerAgrees()
    }

    @Test("given everything told twice, when it is taken in, then it counts once")
    func redelivery() async throws {
        let fixture = try await PartsFixture()
        try await fixture.receive("PUMP-7", 2)
        let request = try await fixture.request(pump)
        try await fixture.harness.send(request)
        let completed = fixture.completed(request, used: [pump])
        for _ in 0..<2 {
            try await fixture.harness.send(completed)
            try await fixture.settle()
        }
        #expect(try await fixture.stock("PUMP-7") == [0, 0])
        #expect(try await fixture.harness.sent(PartsIssuedV1.self).count == 1)
        try await fixture.expectLedgerAgrees()
    }

    @Test("given many requests and receipts in one batch, when taken in, then ledger and balances agree")
    func batch() async throws {
        let fixture = try await PartsFixture()
        var records: [IncomingRecord] = []
        for number in 0..<40 {
            let request = PartsRequestedV1(
                caseID: PartsFixture.newID(),
                workOrderID: PartsFixture.newID(),
                reservationID: PartsFixture.newID(),
                site: fixture.site,
                lines: [pump, seal],
                requestedAt: .now
            )
            records.append(try fixture.harness.record(of: request))
            let receipt = ReceiveStockV1(
                sku: number.isMultiple(of: 2) ? "PUMP-7" : "SEAL",
                site: fixture.site,
                quantity: 2,
                document: "GR-\(number)"
            )
            records.append(try fixture.harness.record(of: receipt))
        }
        try await fixture.harness.deliver(records)
        try await fixture.settle()
        #expect(try await fixture.stock("PUMP-7") == [40, 40])
        #expect(try await fixture.stock("SEAL") == [40, 40])
        #expect(try await fixture.harness.sent(PartsReservedV1.self).count == 20)
        try await fixture.expectLedgerAgrees()
    }
}
