import Messages
import Messaging
import ReturnsService
import TestKit
import Testing
import Vocabulary

/// The whole returns service on a database of its own; it knows the fixture's case.
func makeReturns() async throws -> ServiceHarness {
    let returns = try await ServiceHarness(
        service: .returns,
        migrations: ReturnsWiring.migrations,
        handlers: ReturnsWiring.handlers
    )
    try await returns.send(Fixture.registered())
    return returns
}

enum Fixture {
    static let caseID = CaseID(UniqueID(high: 0x1000, low: 1))
    static let returnID = ReturnID(UniqueID(high: 0x1000, low: 2))
    static let customer = Customer(name: Personal("王芳"), language: .chinese)
    static let product = Product(category: "Toaster", brand: "Acme", serialNumber: "S-1")

    static func notRepairable(_ reason: Wire.EntitlementReason) -> WorkOrderNotRepairableV1 {
        WorkOrderNotRepairableV1(
            caseID: caseID,
            workOrderID: WorkOrderID(UniqueID(high: 0x1000, low: 3)),
            returnID: returnID,
            finding: "主板烧毁",
            reservationIDs: [],
            customer: customer,
            product: product,
            entitlement: Entitlement(
                decision: reason == .withinGuarantee ? .free : .chargeable,
                reason: reason
            ),
            region: "CN-SH",
            reportedAt: .now
        )
    }

    static func registered() throws -> CaseRegisteredV1 {
        CaseRegisteredV1(
            caseID: caseID,
            number: try #require(CaseNumber("AS-20261121-000042")),
            channel: .phone,
            contactType: .return,
            customer: customer,
            product: product,
            entitlement: Entitlement(decision: .free, reason: .withinGuarantee),
            symptom: Personal("不想要了"),
            region: "CN-SH",
            registeredAt: .now,
            responseDue: .now
        )
    }

    static func request(
        of caseID: CaseID = caseID,
        contractDate: CalendarDate? = nil,
        product: Product = product
    ) -> RequestReturnV1 {
        RequestReturnV1(
            caseID: caseID,
            reason: .wrongGoods,
            customer: customer,
            product: product,
            contractDate: contractDate
        )
    }
}

extension ServiceHarness {
    /// The newest snapshot of the only return.
    func newest() async throws -> ReturnStateV1? {
        try await sent(ReturnStateV1.self).last
    }

    /// The refusal that the last command met.
    func refusal() async throws -> String? {
        try await sent(CommandRejectedV1.self).last?.problem.code
    }
}
