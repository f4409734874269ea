import ReturnsDomain
import Testing
import Vocabulary

@Suite("The right to a return")
struct ReturnEligibilityTests {
    @Test(
        "given a contract, when the return is requested, then the last day of its guarantee still counts (RE-02, FM-38)",
        arguments: [
            ("2026-03-15", "2026-03-15", ReturnEligibility.Reason.withinGuarantee),
            ("2026-03-15", "2027-03-14", .withinGuarantee),
            ("2026-03-15", "2027-03-15", .guaranteeOver),
            ("2024-02-29", "2025-02-28", .withinGuarantee),
            ("2024-02-29", "2025-03-01", .guaranteeOver),
        ]
    )
    func lastDayCounts(contractDate: String, today: String, reason: ReturnEligibility.Reason) throws {
        let contract = try #require(CalendarDate(contractDate))
        let day = try #require(CalendarDate(today))
        let eligibility = try ReturnEligibility.check(contractDate: contract, today: day)
        #expect(eligibility.reason == reason)
        #expect(eligibility.isEligible == (reason == .withinGuarantee))
    }

    @Test("given a contract of tomorrow, when the return is requested, then it is refused (RE-02)")
    func contractInFuture() throws {
        let today = try #require(CalendarDate("2026-11-21"))
        let tomorrow = today.adding(days: 1)
        #expect(throws: ReturnRefusal.contractDateInFuture(tomorrow)) {
            try ReturnEligibility.check(contractDate: tomorrow, today: today)
        }
    }

    @Test("given no contract date, then there is no right to the return")
    func noContractDate() throws {
        let today = try #require(CalendarDate("2026-11-21"))
        let eligibility = try ReturnEligibility.check(contractDate: nil, today: today)
        #expect(eligibility == ReturnEligibility(.noContractDate))
        #expect(!eligibility.isEligible)
    }
}
