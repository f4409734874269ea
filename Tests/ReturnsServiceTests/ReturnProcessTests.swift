import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

/// FL-06: from the unit that cannot be repaired to the refund or exchange.
@Suite("Returns carry goods from the request to the settlement", .timeLimit(.minutes(2)))
struct ReturnProcessTests {
    @Test(
        "FL-06 RE-04: given a unit within guarantee that is not repairable, when staff do each step, then it is refunded"
    )
    func refund() async throws {
        let returns = try await makeReturns()
        try await returns.send(Fixture.notRepairable(.withinGuarantee))
        #expect(try await returns.newest()?.status == .authorised)
        try await returns.send(
            ReceiveGoodsV1(caseID: Fixture.caseID, returnID: Fixture.returnID, condition: "烧痕", serialNumber: "S-1")
        )
        try await returns.send(
            DisposeGoodsV1(
                caseID: Fixture.caseID,
                returnID: Fixture.returnID,
                disposition: .dismantle,
                finding: "外壳可用"
            )
        )
        let amount = Money(minorUnits: 19_900, currency: "CNY")
        try await returns.send(
            SettleReturnV1(
                caseID: Fixture.caseID,
                returnID: Fixture.returnID,
                settlement: .refund,
                amount: amount,
                paymentReference: "PAY-1"
            )
        )
        let state = try #require(try await returns.newest())
        #expect(state.status == .settled)
        #expect(state.amount == amount)
        #expect(state.disposition == .dismantle)
        #expect(state.repairFinding == "主板烧毁")
        #expect(state.version == 4)
        let events = try await returns.sentTypes().filter { $0.hasPrefix("aftercare.returns.") }
            .filter { $0 != ReturnStateV1.contract.type }
        #expect(
            events == [
                ReturnRequestedV1.contract.type, ReturnAuthorisedV1.contract.type, GoodsReceivedV1.contract.type,
                GoodsDisposedV1.contract.type, ReturnSettledV1.contract.type,
            ]
        )
        #expect(try await returns.sent(CommandCompletedV1.self).count == 3)
        #expect(try await returns.sent(ReturnSettledV1.self).first?.paymentReference == "PAY-1")
    }

    @Test("RE-08 RE-12: given received goods, when they are disposed of, then lists can filter by what became of them")
    func columns() async throws {
        let returns = try await makeReturns()
        try await returns.send(Fixture.notRepairable(.withinGuarantee))
        try await returns.send(ReceiveGoodsV1(caseID: Fixture.caseID, returnID: Fixture.returnID, condition: "旧"))
        try await returns.send(
            DisposeGoodsV1(caseID: Fixture.caseID, returnID: Fixture.returnID, disposition: .scrap, finding: "报废")
        )
        try await returns.send(
            SettleReturnV1(
                caseID: Fixture.caseID,
                returnID: Fixture.returnID,
                settlement: .exchange,
                replacementSerialNumber: "S-2"
            )
        )
        let row = try #require(
            try await returns.pool.query(
                "select case_id, status, reason, disposition, refund_minor_units from return_authorisation"
            ).first
        )
        #expect(try row.decode("case_id", as: CaseID.self) == Fixture.caseID)
        #expect(try row.decode("status", as: String.self) == "settled")
        #expect(try row.decode("reason", as: String.self) == "not-repairable")
        #expect(try row.decode("disposition", as: String?.self) == "scrap")
        #expect(try row.decode("refund_minor_units", as: Int64?.self) == nil)
        #expect(try await returns.newest()?.replacementSerialNumber == "S-2")
    }

    @Test(
        "RE-06: given a unit out of guarantee, when a person decides, then goodwill or refusal is told with its reason"
    )
    func decision() async throws {
        for (decision, status) in [(Wire.ReturnDecision.authorise, Wire.ReturnStatus.authorised), (.refuse, .refused)] {
            let returns = try await makeReturns()
            try await returns.send(Fixture.notRepairable(.guaranteeOver))
            #expect(try await returns.newest()?.status == .requested)
            try await returns.send(
                DecideReturnV1(
                    caseID: Fixture.caseID,
                    returnID: Fixture.returnID,
                    decision: decision,
                    reason: "老客户"
                )
            )
            let state = try #require(try await returns.newest())
            #expect(state.status == status)
            #expect(state.decisionReason == "老客户")
        }
    }

    @Test("given a step out of turn, when it is commanded, then it is refused by name and nothing changes")
    func outOfTurn() async throws {
        let returns = try await makeReturns()
        try await returns.send(Fixture.notRepairable(.guaranteeOver))
        try await returns.send(ReceiveGoodsV1(caseID: Fixture.caseID, returnID: Fixture.returnID, condition: "新"))
        #expect(try await returns.refusal() == "not-authorised")
        #expect(try await returns.newest()?.version == 1)
        try await returns.send(
            SettleReturnV1(caseID: Fixture.caseID, returnID: Fixture.returnID, settlement: .refund)
        )
        #expect(try await returns.refusal() == "amount-missing")
    }

    @Test("given another case's id, when a command names the return, then the return is unknown there")
    func foreignCase() async throws {
        let returns = try await makeReturns()
        try await returns.send(Fixture.notRepairable(.guaranteeOver))
        let other = CaseID(UniqueID(high: 0x2000, low: 9))
        try await returns.send(
            DecideReturnV1(caseID: other, returnID: Fixture.returnID, decision: .authorise, reason: "?")
        )
        #expect(try await returns.refusal() == "unknown-return")
    }

    @Test("given a message that comes twice, when it is delivered again, then nothing happens again")
    func redelivery() async throws {
        let returns = try await makeReturns()
        let record = try returns.record(of: Fixture.notRepairable(.withinGuarantee))
        try await returns.deliver([record])
        let report = try await returns.deliver([record])
        #expect(report.copies == 1)
        #expect(try await returns.sent(ReturnAuthorisedV1.self).count == 1)
    }
}
