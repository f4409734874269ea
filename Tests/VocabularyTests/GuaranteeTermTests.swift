import Testing
import Vocabulary

@Suite("Guarantee term")
struct GuaranteeTermTests {
    @Test(
        "FM-38: given a contract date, then the guarantee ends the day before it comes round",
        arguments: [("2026-03-15", "2027-03-14"), ("2024-02-29", "2025-02-28"), ("2024-03-01", "2025-02-28")]
    )
    func lastDay(start: String, end: String) throws {
        let contract = try #require(CalendarDate(start))
        #expect(GuaranteeTerm.standard.lastDay(from: contract).description == end)
    }
}

@Suite("Serial number")
struct SerialNumberTests {
    @Test("given one number written in many ways, then it is the same", arguments: ["AB-123", "ab123", " ａｂ１２３ "])
    func sameNumber(written: String) throws {
        #expect(try #require(SerialNumber(written)).text == "AB123")
    }

    @Test("given nothing but marks, then there is no number", arguments: ["", " ", "--"])
    func nothing(written: String) {
        #expect(SerialNumber(written) == nil)
    }
}
