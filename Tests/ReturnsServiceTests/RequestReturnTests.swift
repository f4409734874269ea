import Messages
import Messaging
import ReturnsService
import TestKit
import Testing
import Vocabulary

@Suite("Returns open on request", .timeLimit(.minutes(2)))
struct RequestReturnTests {
    @Test(
        "RE-02 RE-03: given a contract of this month, when the customer asks for a return, then it is authorised at once"
    )
    func withinGuarantee() async throws {
        let returns = try await makeReturns()
        let today = ZoneOffset.shanghai.day(of: .now)
        let command = UniqueID.version7(at: .now)
        try await returns.send(Fixture.request(contractDate: today.adding(days: -7)), id: command)
        let state = try #require(try await returns.newest())
        #expect(state.id == OnRequestReturn.returnID(for: command))
        #expect(state.status == .authorised)
        #expect(state.reason == .wrongGoods)
        #expect(state.eligibility == Eligibility(isEligible: true, reason: .withinGuarantee))
        #expect(try await returns.sent(CommandCompletedV1.self).first?.aggregateID == state.id.description)
    }

    @Test(
        "RE-02: given an old contract or none, when the customer asks for a return, then it waits and says why",
        arguments: [(Int?.some(-400), Wire.EntitlementReason.guaranteeOver), (nil, .noContractDate)]
    )
    func waits(days: Int?, reason: Wire.EntitlementReason) async throws {
        let returns = try await makeReturns()
        let contract = days.map { ZoneOffset.shanghai.day(of: .now).adding(days: $0) }
        try await returns.send(Fixture.request(contractDate: contract))
        let requested = try #require(try await returns.sent(ReturnRequestedV1.self).first)
        #expect(requested.eligibility == Eligibility(isEligible: false, reason: reason))
        #expect(try await returns.newest()?.status == .requested)
        #expect(try await returns.sent(ReturnAuthorisedV1.self).isEmpty)
    }

    @Test("given a case that nobody registered, when a return is requested in it, then it is refused by name")
    func unknownCase() async throws {
        let returns = try await makeReturns()
        try await returns.send(Fixture.request(of: CaseID(UniqueID(high: 0x2000, low: 9))))
        #expect(try await returns.refusal() == "unknown-case")
        #expect(try await returns.newest() == nil)
    }

    @Test("RE-02: given a contract of tomorrow or goods without a name, then the request is refused by name")
    func senseless() async throws {
        let returns = try await makeReturns()
        let today = ZoneOffset.shanghai.day(of: .now)
        try await returns.send(Fixture.request(contractDate: today.adding(days: 2)))
        #expect(try await returns.refusal() == "contract-date-in-future")
        try await returns.send(Fixture.request(product: Product(category: "  ")))
        #expect(try await returns.refusal() == "missing-product-category")
        #expect(try await returns.newest() == nil)
    }

    @Test("given a case that intake routes to returns, then its return opens under the id that intake gave it")
    func routed() async throws {
        let returns = try await makeReturns()
        try await returns.send(Self.routed(to: .returns))
        #expect(try await returns.newest()?.id == Fixture.returnID)
    }

    @Test("given a case that intake routes elsewhere, then no return opens")
    func routedElsewhere() async throws {
        let returns = try await makeReturns()
        let report = try await returns.send(Self.routed(to: .dispatch))
        #expect(report.done == 1)
        #expect(try await returns.newest() == nil)
    }

    private static func routed(to destination: Wire.Destination) throws -> CaseRoutedV1 {
        CaseRoutedV1(
            caseID: Fixture.caseID,
            number: try #require(CaseNumber("AS-20261121-000042")),
            destination: destination,
            partID: Fixture.returnID.value,
            channel: .phone,
            contactType: .return,
            customer: Fixture.customer,
            product: Fixture.product,
            entitlement: Entitlement(decision: .free, reason: .withinGuarantee),
            symptom: Personal("不想要了"),
            region: "CN-SH",
            registeredAt: .now
        )
    }
}
