import Messages
import Testing
import Vocabulary

@Suite("Enumerations in messages")
struct WireEnumerationTests {
    private static func bytes(_ caseClock: String) -> [UInt8] {
        let document: JSONValue = [
            "caseID": "019aa5c0-1001-7000-8000-000000000001", "clock": .string(caseClock),
            "dueAt": "2026-11-21T09:20:00Z", "breachedAt": "2026-11-21T09:20:01Z",
        ]
        return document.bytes
    }

    @Test("given a value that a newer writer added, when a reader checks and decodes, then it is unknown")
    func toleratesNewValues() throws {
        let bytes = Self.bytes("parts-delivery")
        let schema = CaseClockBreachedV1.contract.schema
        let document = try JSONParser.parse(bytes)
        #expect(schema.faults(in: document, openness: .open) == [])
        #expect(try CaseClockBreachedV1.decode(bytes).clock == .unknown)
        #expect(try CaseClockBreachedV1.decode(Self.bytes("arrival")).clock == .arrival)
    }

    @Test("given a value that is not in the list, when it comes to the door, then it is refused with the list")
    func refusesAtTheDoor() throws {
        for value in ["parts-delivery", "unknown"] {
            let document = try JSONParser.parse(Self.bytes(value))
            let faults = CaseClockBreachedV1.contract.schema.faults(in: document, openness: .closed)
            #expect(faults.map(\.code) == ["unknown-value"])
            #expect(faults.first?.detail.en == "must be one of: response, arrival, repair")
        }
    }

    @Test("given something else than text, when a reader checks it, then it is a fault even there")
    func refusesOtherTypes() throws {
        let document = try JSONParser.parse(Self.bytes("arrival")).setting("clock", to: 3)
        #expect(CaseClockBreachedV1.contract.schema.faults(in: document, openness: .open).map(\.code) == ["wrong-type"])
        #expect(throws: (any Error).self) { try CaseClockBreachedV1.decode(document.bytes) }
    }

    @Test("given all enumerations of the schemas, then values are kebab case and never `unknown`")
    func isKebabCase() {
        func values(_ schema: Schema) -> [String] {
            switch schema {
            case .enumeration(let values): values
            case .array(let element, _): values(element)
            case .object(let fields): fields.flatMap { values($0.schema) }
            default: []
            }
        }
        for contract in Catalogue.contracts where contract.name != OpenRepairRecordV1.contract.name {
            for value in values(contract.schema) {
                #expect(value.utf8.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "-") })
                #expect(value != "unknown")
            }
        }
    }
}
