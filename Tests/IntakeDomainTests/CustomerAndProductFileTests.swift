import IntakeDomain
import Testing
import Vocabulary

@Suite("Customer and product files")
struct CustomerAndProductFileTests {
    static func customer(name: String = "Ada", phone: String? = nil, email: String? = nil) -> CustomerDetails {
        CustomerDetails(name: Personal(name), phone: phone.map { Personal($0) }, email: email.map { Personal($0) })
    }

    @Test(
        "IN-02: given ways to write a phone number, when it is normalised, then one number stays one number",
        arguments: [
            ("138 0013 8000", "+8613800138000"), ("+86-138-0013-8000", "+8613800138000"),
            ("0086 13800138000", "+8613800138000"), ("１３８００１３８０００", "+8613800138000"),
            ("(010) 8888-8888", "+861088888888"), ("+44 20 7946 0958", "+442079460958"),
            ("(+44) 2079460958", "+442079460958"),
            ("8888-8888", "88888888"),
        ]
    )
    func phone(text: String, expected: String) {
        #expect(ContactText.phone.normalised(text) == expected)
    }

    @Test(
        "given a text that is no number or address, when it is normalised, then there is none",
        arguments: ["", "110", "n/a", "+"]
    )
    func noPhone(text: String) {
        #expect(ContactText.phone.normalised(text) == nil)
        #expect(ContactText.email.normalised(text) == nil)
    }

    @Test("IN-02: given a customer, when the identity is asked, then phone comes before e-mail before name")
    func identity() {
        let all = Self.customer(name: " Ada  LOVELACE ", phone: "13800138000", email: "Ada@Example.org ")
        #expect(ContactIdentity(of: all) == .phone("+8613800138000"))
        #expect(ContactIdentity(of: Self.customer(phone: "12", email: "Ada@Example.org ")) == .email("ada@example.org"))
        #expect(ContactIdentity(of: Self.customer(name: " Ada  LOVELACE ", email: "@")) == .name("ada lovelace"))
        #expect(ContactIdentity(of: all).key == "phone:+8613800138000")
        #expect(!ContactIdentity.name("ada").isPersonal)
    }

    @Test("IN-02: given a known customer, when they call again without an address, then the known one stays")
    func customerFile() {
        let first = CaseRequest(
            channel: .web,
            contactType: .repair,
            customer: Self.customer(phone: "13800138000", email: "ada@example.org"),
            product: ProductDetails(category: "Iron"),
            symptom: Personal("cold"),
            region: "CN-SH"
        )
        let opened = CustomerFile(
            id: ID(UniqueID(high: 0, low: 9)),
            opening: first,
            for: Samples.caseID,
            now: Samples.tuesday
        )
        let again = opened.recording(
            Samples.request(name: "Ada L."),
            for: Samples.caseID,
            now: Samples.tuesday + .hours(1)
        )
        #expect(again.details.name.value == "Ada L.")
        #expect(again.details.email?.value == "ada@example.org")
        #expect(again.caseCount == 2)
        #expect(again.openedAt == Samples.tuesday)
        #expect(again.lastContactAt == Samples.tuesday + .hours(1))
    }

    @Test("IN-01: given ways to write a serial number, when the file is looked for, then one unit has one file")
    func serialNumber() {
        let anyone = ContactIdentity.name("ada")
        let keys = ["ab-12 34", "AB1234", "ａＢ－１２３４"].map {
            ProductFile.identityKey(of: ProductDetails(category: "Iron", brand: "Acme", serialNumber: $0), at: anyone)
        }
        #expect(keys[0] == "serial:acme:AB1234")
        #expect(Set(keys).count == 1)
        let otherBrand = ProductDetails(category: "Iron", brand: "Other", serialNumber: "AB1234")
        #expect(ProductFile.identityKey(of: otherBrand, at: anyone) != keys[0])
    }

    @Test("IN-01: given no serial number, when the owner is known, then the kind of product at the owner's is the file")
    func withoutSerialNumber() {
        let iron = ProductDetails(category: "Iron", brand: "Acme", serialNumber: " - ")
        #expect(
            ProductFile.identityKey(of: iron, at: .phone("+8613800138000")) == "owner:phone:+8613800138000:iron:acme:"
        )
        #expect(ProductFile.identityKey(of: iron, at: .name("ada")) == nil)
    }

    @Test(
        "IN-01: given a unit first heard of in a call, when it is put on file, then it is to be verified"
    )
    func productFile() {
        let opened = ProductFile(
            id: ID(UniqueID(high: 0, low: 9)),
            opening: Samples.request(contractDate: nil),
            for: Samples.caseID,
            now: Samples.tuesday
        )
        #expect(opened.standing == .toVerify)
        let known = Samples.date("2026-01-01")
        let again = opened.recording(
            Samples.request(serialNumber: "AB1", contractDate: known),
            for: Samples.caseID,
            now: Samples.tuesday
        )
        #expect(again.contractDate == known)
        #expect(again.details.serialNumber == "AB1")
        let third = again.recording(
            Samples.request(contractDate: Samples.date("2026-09-09")),
            for: Samples.caseID,
            now: Samples.tuesday
        )
        #expect(third.contractDate == known)
        #expect(third.caseCount == 3)
    }
}
