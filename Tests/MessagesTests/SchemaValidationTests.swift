import Messages
import Testing
import Vocabulary

@Suite("Checking documents against schemas")
struct SchemaValidationTests {
    private static let schema = Schema.object([
        .required("id", .uuid),
        .optional("at", .time),
        .optional("day", .date),
        .optional("opens", .timeOfDay),
        .optional("count", .integer(1...10)),
        .optional("score", .number(0...100)),
        .optional("isOpen", .boolean),
        .optional("colour", .enumeration(["red", "green"])),
        .optional("name", .string(minimum: 2, maximum: 4)),
        .optional("extra", .anyObject),
        .optional("a/b~c", .boolean),
        .optional(
            "lines",
            .array(
                of: .object([.required("sku", .line), .optional("place", .object([.required("bin", .integer(0...9))]))]
                ),
                maximum: 3
            )
        ),
    ])

    private static let id: JSONValue = "019aa5c0-1001-7000-8000-000000000001"

    private func faults(_ value: JSONValue, _ openness: Schema.Openness = .closed) -> [String] {
        Self.schema.faults(in: value, openness: openness).map { "\($0.pointer) \($0.code)" }
    }

    @Test(
        "given a member with a right value, when it is checked, then there is no fault",
        arguments: [
            ("at", "2026-11-21T08:50:00Z"), ("at", "2026-11-21T16:50:00.123456+08:00"), ("day", "2024-02-29"),
            ("opens", "00:00"), ("opens", "23:59"), ("count", 1), ("count", 10), ("score", 100),
            ("score", .number(0.5)),
            ("isOpen", false), ("colour", "red"), ("name", "张伟"), ("name", "😀😀😀😀"), ("extra", ["x": [1, "y"]]),
            ("lines", []), ("lines", [["sku": "A"], ["sku": "B", "place": ["bin": 3]]]), ("count", .null),
        ] as [(String, JSONValue)]
    )
    func accepts(name: String, value: JSONValue) {
        #expect(faults(["id": Self.id]) == [])
        #expect(faults(JSONValue.object([.init("id", Self.id), .init(name, value)])) == [])
    }

    @Test(
        "given a member with a wrong value, when it is checked, then the fault says where and what",
        arguments: [
            ("at", "2026-11-21", "wrong-format"), ("at", "2026-11-21T08:50:00", "wrong-format"),
            ("at", 5, "wrong-type"),
            ("day", "2026-02-29", "wrong-format"), ("day", "21.11.2026", "wrong-format"),
            ("opens", "24:00", "wrong-format"), ("opens", "8:00", "wrong-format"),
            ("opens", "08:00:30", "wrong-format"),
            ("count", 0, "out-of-range"), ("count", 11, "out-of-range"), ("count", .number(1.5), "wrong-type"),
            ("count", "1", "wrong-type"), ("score", .number(100.01), "out-of-range"), ("score", -1, "out-of-range"),
            ("isOpen", "true", "wrong-type"), ("isOpen", 1, "wrong-type"), ("colour", "blue", "unknown-value"),
            ("name", "a\u{0}b", "wrong-format"),
            ("name", "x", "wrong-length"), ("name", "abcde", "wrong-length"), ("name", ["x": 1], "wrong-type"),
            ("extra", [], "wrong-type"), ("lines", "A", "wrong-type"),
        ] as [(String, JSONValue, String)]
    )
    func refuses(name: String, value: JSONValue, code: String) {
        #expect(faults(JSONValue.object([.init("id", Self.id), .init(name, value)])) == ["/\(name) \(code)"])
    }

    @Test("given faults in nested arrays and objects, then each pointer leads to its value, in document order")
    func pointsInside() {
        let document: JSONValue = [
            "id": "no", "lines": [["sku": "A"], ["sku": 7, "place": ["bin": 10]], ["place": [:], "x": 1]], "a/b~c": 1,
        ]
        #expect(
            Set(faults(document)) == [
                "/id wrong-format", "/lines/1/sku wrong-type", "/lines/1/place/bin out-of-range",
                "/lines/2/sku missing",
                "/lines/2/place/bin missing", "/lines/2/x unknown-member", "/a~1b~0c wrong-type",
            ]
        )
    }

    @Test("given unknown members, then writers are refused and readers go on")
    func isClosedToWriters() {
        let document: JSONValue = ["id": Self.id, "later": 1, "colour": "blue", "lines": [["sku": "A", "later": 1]]]
        #expect(
            faults(document) == ["/colour unknown-value", "/lines/0/later unknown-member", "/later unknown-member"]
        )
        #expect(faults(document, .open) == [])
    }

    @Test("given a required member that is null or absent, then it is missing; an optional one may be null")
    func treatsNullAsAbsent() {
        #expect(faults([:]) == ["/id missing"])
        #expect(faults(["id": .null]) == ["/id missing"])
        #expect(faults(["id": Self.id, "name": .null]) == [])
    }

    @Test("given too many elements, then the array is refused once and the rest is not looked at")
    func limitsArrays() {
        let line: JSONValue = ["sku": "A"]
        #expect(faults(["id": Self.id, "lines": [line, line, line, line, 5]]) == ["/lines too-many"])
    }

    @Test(
        "given something that is no object, then the whole document is the fault",
        arguments: [.null, [], "x", 1] as [JSONValue]
    )
    func refusesOtherDocuments(document: JSONValue) {
        #expect(faults(document) == [" wrong-type"])
    }

    @Test("given any fault, then both languages explain it")
    func explainsInBothLanguages() {
        let document: JSONValue = [
            "count": 0, "colour": "blue", "name": "x", "at": "x", "isOpen": 1, "more": 1, "lines": [1, 2, 3, 4],
        ]
        let found = Self.schema.faults(in: document, openness: .closed)
        #expect(
            Set(found.map(\.code)) == [
                "missing", "out-of-range", "unknown-value", "wrong-length", "wrong-format", "wrong-type",
                "unknown-member", "too-many",
            ]
        )
        for fault in found {
            #expect(fault.detail.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
            #expect(fault.detail.en.unicodeScalars.contains { ("a"..."z").contains(Character($0)) })
        }
        #expect(
            found.first { $0.code == "unknown-value" }?.detail
                == Bilingual(zh: "应为下列之一：red, green", en: "must be one of: red, green")
        )
    }

    @Test("given a document with a customer's name too long, then the fault does not repeat it")
    func doesNotRepeatValues() throws {
        let golden = Samples.Golden(message: CaseRegisteredV1.self, fullness: .full)
        let document = try JSONParser.parse(try golden.bytes()).setting(
            "customer",
            to: ["name": .string(String(repeating: "张", count: 300))]
        )
        let found = CaseRegisteredV1.contract.schema.faults(in: document, openness: .closed)
        #expect(found.map(\.pointer) == ["/customer/name", "/customer/language"])
        #expect(found.allSatisfy { !$0.detail.zh.contains("张") })
    }
}
