import IntakeDomain
import Testing
import Vocabulary

/// BX-28: rows of the Open Repair Data Standard 0.3 become repair calls.
@Suite("Open Repair record")
struct OpenRepairRecordTests {
    static func record(
        id: String = "rcwales_3",
        country: String = "GBR",
        category: String = "Iron",
        brand: String = "Unknown",
        year: String = "",
        age: String = "",
        group: String = "Cardiff Cathays",
        date: String = "2017-04-01",
        problem: String = "Iron Broken"
    ) -> OpenRepairRecord {
        OpenRepairRecord(
            id: id,
            country: country,
            productCategory: category,
            brand: brand,
            yearOfManufacture: year,
            productAge: age,
            groupIdentifier: group,
            eventDate: Samples.date(date),
            problem: Personal(problem)
        )
    }

    @Test("BX-28: given a row of the sample, when it is read, then it is a repair call of the group's visitor")
    func sampleRow() throws {
        let request = try Self.record().request()
        #expect(request.channel == .imported)
        #expect(request.contactType == .repair)
        #expect(request.customer.name.value == "ORDS visitor, Cardiff Cathays")
        #expect(request.customer.language == .en)
        #expect(request.product == ProductDetails(category: "Iron"))
        #expect(request.symptom.value == "Iron Broken")
        #expect(request.region == "GBR")
        #expect(request.reference == "rcwales_3")
        #expect(request.contractDate == nil)
        #expect(request.faultDate == Samples.date("2017-04-01"))
    }

    @Test("given empty fields, when a row is read, then category, group and region have a stand-in")
    func emptyFields() throws {
        let request = try Self.record(country: "", brand: "", group: " ", problem: "").request()
        #expect(request.symptom.value == "Iron")
        #expect(request.customer.name.value == "ORDS visitor")
        #expect(request.region == "unknown")
        #expect(request.product.brand == nil)
    }

    @Test(
        "given an age or a year, when a row is read, then they give the contract date unless they cannot be",
        arguments: [
            ("2", "", "2015-04-01"), ("0.5", "", "2016-10-01"), ("0", "2001", "2017-04-01"), ("", "2016", "2016-01-01"),
            ("", "2017", "2017-01-01"), ("", "2018", nil), ("-1", "", nil), ("old", "", nil), ("nan", "", nil),
            ("1e300", "", nil), ("", "16", nil), ("", "", nil),
        ] as [(String, String, String?)]
    )
    func contractDate(age: String, year: String, expected: String?) throws {
        let request = try Self.record(year: year, age: age).request()
        #expect(request.contractDate == expected.map(Samples.date))
    }

    @Test("given a recent unit, when its row is registered, then the guarantee is judged on the day of the event")
    func guarantee() throws {
        let young = try Samples.registration(Self.record(age: "0.5").request())
        #expect(young.entitlement == .free(until: Samples.date("2017-09-30")))
        let old = try Samples.registration(Self.record(age: "5").request())
        #expect(!old.entitlement.isFree)
    }

    @Test(
        "given a row that cannot be read, when it is taken in, then the field is named",
        arguments: [
            (record(id: ""), CaseRefusal.missing(.identifier)), (record(id: "\u{0}"), .missing(.identifier)),
            (record(category: " "), .missing(.productCategory)),
        ]
    )
    func refuses(row: OpenRepairRecord, refusal: CaseRefusal) {
        #expect(throws: refusal) { try row.request() }
    }

    @Test("given texts of any form, when a row is read, then control characters go and lengths are kept")
    func texts() throws {
        let request = try Self.record(
            group: String(repeating: "组", count: 500),
            problem: "line one\r\nline\u{0}two\t" + String(repeating: "é", count: 5000)
        ).request()
        #expect(request.symptom.wireText.hasPrefix("line one  line two é"))
        #expect(request.symptom.wireText.unicodeScalars.count == 4000)
        #expect(try #require(request.customer.name.value).unicodeScalars.count <= 200)
    }
}
