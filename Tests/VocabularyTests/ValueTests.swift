import Foundation
import Testing
import Vocabulary

@Suite("Case number, money and personal values")
struct ValueTests {
    @Test("given a case number, when it is written and read, then it is the same")
    func caseNumber() throws {
        let day = try #require(CalendarDate("2026-11-21"))
        let number = CaseNumber(day: day, ordinal: 42)
        #expect(number.description == "AS-20261121-000042")
        #expect(CaseNumber(number.description) == number)
        let large = CaseNumber(day: day, ordinal: 1_234_567)
        #expect(large.description == "AS-20261121-1234567")
        #expect(CaseNumber(large.description) == large)
    }

    @Test(
        "given anything else, when a case number is read, then there is none",
        arguments: [
            "", "AS-20261121", "AS-20261121-42", "XX-20261121-000042", "AS-20261321-000042", "AS-20261121-00004x",
            "AS-20261121-000042-1", "AS-+0261121-000042", "AS-20261121-+00042", "as-20261121-000042",
        ]
    )
    func refusesCaseNumber(text: String) {
        #expect(CaseNumber(text) == nil)
    }

    @Test("given amounts, when they are added, then currencies must agree and the sum must fit")
    func money() {
        let price = Money(minorUnits: 55_000, currency: "CNY")
        #expect(price.adding(Money(minorUnits: 1, currency: "CNY")) == Money(minorUnits: 55_001, currency: "CNY"))
        #expect(price.adding(Money(minorUnits: -60_000, currency: "CNY"))?.minorUnits == -5_000)
        #expect(price.adding(Money(minorUnits: 1, currency: "EUR")) == nil)
        #expect(price.adding(Money(minorUnits: .max, currency: "CNY")) == nil)
        #expect(Quantity.pieces(3).thousandths == 3000)
    }

    @Test("given a personal value, when it is printed in any way, then it does not show itself")
    func personal() throws {
        let phone = Personal("13800138000")
        var dumped = ""
        dump(phone, to: &dumped)
        #expect(!"\(phone) \(String(reflecting: phone)) \([phone]) \(dumped)".contains("138"))
        #expect(throws: EncodingError.self) { try JSONEncoder().encode([phone]) }
    }
}
