import IntakeDomain
import Testing
import Vocabulary

@Suite("Entitlement")
struct EntitlementTests {
    @Test("FM-38 CK-35: given a contract of 2024-03-15, when the guarantee end is asked, then it is 2025-03-14")
    func workedExample() {
        let end = GuaranteeTerm.standard.lastDay(from: Samples.date("2024-03-15"))
        #expect(end == Samples.date("2025-03-14"))
    }

    @Test(
        "FM-38: given month ends and leap days, when the guarantee end is asked, then no day is lost",
        arguments: [
            ("2024-02-29", 12, "2025-02-28"), ("2023-03-01", 12, "2024-02-29"), ("2025-01-01", 12, "2025-12-31"),
            ("2024-08-31", 6, "2025-02-28"), ("2024-02-29", 48, "2028-02-28"),
        ]
    )
    func monthEnds(start: String, months: Int, end: String) {
        #expect(GuaranteeTerm(months: months).lastDay(from: Samples.date(start)) == Samples.date(end))
    }

    @Test(
        "POL-07: given the last day of the guarantee, when a fault is shown, then it is free, and chargeable a day later"
    )
    func boundary() {
        let term = GuaranteeTerm.standard
        let contract = Samples.date("2024-03-15")
        let end = Samples.date("2025-03-14")
        #expect(term.entitlement(contractDate: contract, faultDate: end) == .free(until: end))
        #expect(
            term.entitlement(contractDate: contract, faultDate: end.adding(days: 1))
                == .chargeable(.guaranteeOver(since: end))
        )
    }

    @Test("given no contract date, when a fault is shown, then it is chargeable")
    func noContractDate() {
        let decision = GuaranteeTerm.standard.entitlement(contractDate: nil, faultDate: Samples.date("2026-01-01"))
        #expect(decision == .chargeable(.noContractDate))
        #expect(decision.guaranteeEnd == nil)
    }

    @Test("given a fault caused by the customer, when it lies within the guarantee, then it is chargeable all the same")
    func customerCaused() {
        let decision = GuaranteeTerm.standard.entitlement(
            contractDate: Samples.date("2026-01-01"),
            faultDate: Samples.date("2026-02-01"),
            isCustomerCaused: true
        )
        #expect(decision == .chargeable(.customerCaused(guaranteeEnd: Samples.date("2026-12-31"))))
        #expect(!decision.isFree)
    }
}
