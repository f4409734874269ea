import ReturnsDomain
import Testing
import Vocabulary

@Suite("The right to a return")
struct ReturnEligibilityTests {
    @Test("given a contract date, then the guarantee ends the day before it comes round (FM-38, CK-35)")
    func guaranteeEnd() throws {
        let contract = try #require(CalendarDate("2026-03-15"))
        #expect(ReturnEligibility.guaranteeEnd(contractDate: contract).description == "2027-03-14")
    }

    @Test(
        "given a contract of 2026-03-15, when the return is requested, then its last day still counts (RE-02)",
        arguments: [
            ("2026-03-15", ReturnEligibility.Reason.withinGuarantee),
            ("2027-03-14", .withinGuarantee),
            ("2027-03-15", .guaranteeOver),
        ]
    )
    func lastDayCounts(today: String, reason: ReturnEligibility.Reason) throws {
        let contract = try #require(CalendarDate("2026-03-15"))
        let day = try #require(CalendarDate(today))
        let eligibility = ReturnEligibility.check(contractDate: contract, today: day)
        #expect(eligibility.reason == reason)
        #expect(eligibility.isEligible == (reason == .withinGuarantee))
    }

    @Test("given no contract date, then there is no right to the return")
    func noContractDate() throws {
        let today = try #require(CalendarDate("2026-11-21"))
        let eligibility = ReturnEligibility.check(contractDate: nil, today: today)
        #expect(eligibility == ReturnEligibility(.noContractDate))
        #expect(!eligibility.isEligible)
    }
}
