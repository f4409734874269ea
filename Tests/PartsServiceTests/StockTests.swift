import Database
import Messages
import Messaging
import PartsService
import TestKit
import Testing
import Vocabulary

/// Parts on a real database, and the messages that others send it.
struct PartsFixture {
    let harness: ServiceHarness
    let site = "GBR"

    init() async throws {
        harness = try await ServiceHarness(
            service: .parts,
            migrations: PartsWiring.migrations,
            handlers: PartsWiring.handlers
        )
        for sku in ["PUMP-7", "SEAL"] {
            try await harness.send(RegisterPartV1(sku: sku, name: sku, category: "Coffee maker"))
        }
    }

    static func newID<Subject>() -> ID<Subject> {
        ID(.version7(at: .now))
    }

    func receive(_ sku: String, _ quantity: Int) async throws {
        try await harness.send(ReceiveStockV1(sku: sku, site: site, quantity: quantity, document: "GR-1"))
    }

    func request(_ lines: PartLine...) async throws -> PartsRequestedV1 {
        let request = PartsRequestedV1(
            caseID: Self.newID(),
            workOrderID: Self.newID(),
            reservationID: Self.newID(),
            site: site,
            lines: lines,
            requestedAt: .now
        )
        try await harness.send(request)
        return request
    }

    /// What parts says to itself, until it has nothing more to say.
    func settle() async throws {
        let own = [PartsIssuedV1.contract.type, PartsReleasedV1.contract.type, BackorderFilledV1.contract.type]
        let rows = try await harness.pool.query(
            """
            select event_id, type, payload from outbox
            where type = any(\(own)) and not exists (select from inbox where inbox.id = event_id) order by seq
            """
        )
        for row in rows {
            let payload = try row.decode("payload", as: [UInt8].self)
            let id = try row.decode("event_id", as: UniqueID.self)
            switch try row.decode("type", as: String.self) {
            case own[0]: try await harness.send(try PartsIssuedV1.decode(payload), id: id)
            case own[1]: try await harness.send(try PartsReleasedV1.decode(payload), id: id)
            default: try await harness.send(try BackorderFilledV1.decode(payload), id: id)
            }
        }
        if !rows.isEmpty { try await settle() }
    }

    func completed(
        _ request: PartsRequestedV1,
        used: [PartLine],
        reservations: [ReservationID]? = nil
    ) -> WorkOrderCompletedV1 {
        WorkOrderCompletedV1(
            caseID: request.caseID,
            workOrderID: request.workOrderID,
            surveyID: Self.newID(),
            report: WorkReport(faultFound: "seal", measure: "replaced", partsUsed: used),
            reservationIDs: reservations ?? [request.reservationID],
            customer: Customer(name: Personal("王芳"), language: .chinese),
            product: Product(category: "Coffee maker"),
            entitlement: Entitlement(decision: .free, reason: .withinGuarantee),
            region: site,
            completedAt: .now
        )
    }

    /// On hand and reserved.
    func stock(_ sku: String) async throws -> [Int64] {
        let rows = try await harness.pool.query(
            "select on_hand, reserved from stock_line where id = \("\(sku)@\(site)")"
        )
        let row = try #require(rows.first)
        return [try row.decode("on_hand"), try row.decode("reserved")]
    }

    func status(of reservation: ReservationID) async throws -> String? {
        let rows = try await harness.pool.query("select status from reservation where id = \(reservation)")
        return try rows.first?.decode("status", as: String.self)
    }

    /// Ledger and balances must agree, line by line.
    func expectLedgerAgrees() async throws {
        let wrong = try await harness.pool.query(
            """
            select stock_line.id from stock_line left join lateral (
                select coalesce(sum(quantity) filter (where movement = 'receipt'), 0) as received,
                    coalesce(sum(quantity) filter (where movement = 'issue'), 0) as issued,
                    count(*) as entries, coalesce(max(ordinal), 0) as last
                from stock_movement where stock_line_id = stock_line.id
            ) as ledger on true
            left join lateral (
                select on_hand_after, reserved_after from stock_movement where stock_line_id = stock_line.id
                order by ordinal desc limit 1
            ) as balance on true
            where stock_line.received <> ledger.received or stock_line.issued <> ledger.issued
                or movements <> entries or entries <> last
                or (entries > 0 and (balance.on_hand_after <> on_hand or balance.reserved_after <> reserved))
                or reserved <> (select coalesce(sum(held), 0) from stock_claim where stock_line_id = stock_line.id)
            """
        )
        #expect(wrong.isEmpty)
    }
}

@Suite("The store and its ledger", .timeLimit(.minutes(2)))
struct StockTests {
    @Test("given a registered part, when goods come in, then they are in stock and in the ledger")
    func receives() async throws {
        let fixture = try await PartsFixture()
        try await fixture.receive("PUMP-7", 5)
        #expect(try await fixture.stock("PUMP-7") == [5, 0])
        #expect(try await fixture.harness.sent(StockMovedV1.self).map(\.movement) == [.receipt])
        let state = try #require(try await fixture.harness.sent(StockLineStateV1.self).last)
        #expect(state.id == "PUMP-7@GBR")
        #expect((state.onHand, state.available, state.received, state.issued) == (5, 5, 5, 0))
        try await fixture.expectLedgerAgrees()
    }

    @Test("given an unknown part, when goods come in, then it is refused by name")
    func unknownPart() async throws {
        let fixture = try await PartsFixture()
        try await fixture.receive("NOBODY", 5)
        #expect(try await fixture.harness.sent(CommandRejectedV1.self).last?.problem.code == "unknown-part")
    }

    @Test("given a part, when it is registered again unchanged, then no new state is told")
    func registersOnce() async throws {
        let fixture = try await PartsFixture()
        let before = try await fixture.harness.sent(PartStateV1.self).count
        try await fixture.harness.send(RegisterPartV1(sku: "SEAL", name: "SEAL", category: "Coffee maker"))
        #expect(try await fixture.harness.sent(PartStateV1.self).count == before)
        try await fixture.harness.send(RegisterPartV1(sku: "SEAL", name: "Seal ring", category: "Coffee maker"))
        #expect(try await fixture.harness.sent(PartStateV1.self).last?.name == "Seal ring")
    }

    @Test(
        "given the ledger, when somebody would change or delete an entry, then the database refuses",
        arguments: ["update stock_movement set quantity = 1", "delete from stock_movement"]
    )
    func insertOnly(sql: String) async throws {
        let fixture = try await PartsFixture()
        try await fixture.receive("SEAL", 2)
        let error = await #expect(throws: DatabaseError.self) {
            try await fixture.harness.pool.execute(Query(unsafe: sql))
        }
        #expect(error?.isConstraintViolation == true)
    }

    @Test("given a stock line, when code would take more than there is, then the database refuses")
    func neverNegative() async throws {
        let fixture = try await PartsFixture()
        try await fixture.receive("SEAL", 2)
        for change in ["issued = 3", "reserved = 3", "reserved = -1"] {
            let error = await #expect(throws: DatabaseError.self) {
                try await fixture.harness.pool.execute("update stock_line set \(unsafe: change)")
            }
            #expect(error?.isConstraintViolation == true)
        }
    }
}
