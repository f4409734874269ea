import Messages
import Testing
import Vocabulary

@Suite("Released schemas")
struct ReleasedSchemaTests {
    private static func fileName(_ contract: Contract) -> String {
        "\(contract.name).v\(contract.version).schema.json"
    }

    @Test("given the released schemas, then each is still a contract, and none was broken")
    func staysCompatible() throws {
        let current = Dictionary(uniqueKeysWithValues: Catalogue.contracts.map { (Self.fileName($0), $0) })
        let released = try Samples.fileNames(in: "Released")
        #expect(!released.isEmpty)
        for name in released {
            let contract = try #require(current[name], "\(name) was released and is gone")
            let before = try JSONParser.parse(try Samples.file("Released/\(name)"))
            let breaks = SchemaCompatibility.breaks(from: before, to: contract.schemaDocument)
            #expect(breaks == [], "\(name) needs a new version")
        }
    }

    @Test("given a contract, then its schema is among the released ones")
    func isComplete() throws {
        let released = try Samples.fileNames(in: "Released")
        for contract in Catalogue.contracts { #expect(released.contains(Self.fileName(contract))) }
    }
}

@Suite("The comparison of schemas")
struct SchemaCompatibilityTests {
    enum Shade: String, CaseIterable { case light, dark }

    private static let base: [Schema.Field] = [
        .required("id", .uuid),
        .required("shade", .enumeration(Shade.self)),
        .optional("note", .string(minimum: 1, maximum: 10)),
        .optional("count", .integer(0...10)),
        .optional("lines", .array(of: .object([.required("sku", .line)]), maximum: 5)),
        .optional("name", .line, personal: true),
    ]

    private static func document(_ fields: [Schema.Field]) -> JSONValue {
        Contract(
            "test.thing",
            kind: .event,
            topic: .replay,
            title: Bilingual(zh: "物", en: "Thing"),
            schema: .object(fields)
        ).schemaDocument
    }

    private static func replacing(_ field: Schema.Field) -> [Schema.Field] {
        base.map { $0.name == field.name ? field : $0 }
    }

    @Test(
        "given a change that somebody would stumble over, when schemas are compared, then it is refused by place",
        arguments: [
            (base.filter { $0.name != "note" }, "/note: removed"),
            (replacing(.optional("note", .boolean)), "/note: type changed"),
            (replacing(.required("id", .time)), "/id: format changed"),
            (replacing(.optional("note", .timeOfDay)), "/note: pattern changed"),
            (replacing(.optional("note", .string(minimum: 2, maximum: 10))), "/note: minLength is narrower"),
            (replacing(.optional("note", .string(minimum: 1, maximum: 9))), "/note: maxLength is narrower"),
            (replacing(.optional("count", .integer(1...10))), "/count: minimum is narrower"),
            (replacing(.optional("count", .integer(0...9))), "/count: maximum is narrower"),
            (replacing(.required("shade", .enumeration(["light"]))), "/shade: enum lost \"dark\""),
            (replacing(.required("shade", .line)), "/shade: enum removed"),
            (replacing(.required("note", .string(minimum: 1, maximum: 10))), "/note: newly required"),
            (base + [.required("more", .line)], "/more: newly required"),
            (replacing(.optional("id", .uuid)), "/id: no longer required"),
            (replacing(.optional("name", .line)), "/name: x-personal changed"),
            (
                replacing(.optional("lines", .array(of: .object([.required("sku", .line)]), maximum: 4))),
                "/lines: maxItems is narrower"
            ),
            (
                replacing(.optional("lines", .array(of: .object([.required("part", .line)]), maximum: 5))),
                "/lines/*/sku: removed"
            ),
            (replacing(.optional("lines", .object([]))), "/lines: items changed"),
        ]
    )
    func refuses(changed: [Schema.Field], expected: String) {
        let breaks = SchemaCompatibility.breaks(from: Self.document(Self.base), to: Self.document(changed))
        #expect(breaks.contains(expected), "\(breaks)")
    }

    @Test(
        "given a change that nobody stumbles over, when schemas are compared, then it is accepted",
        arguments: [
            base,
            base.reversed(),
            base + [.optional("more", .line)],
            replacing(.required("shade", .enumeration(["dark", "light", "medium"]))),
            replacing(.optional("note", .string(minimum: 0, maximum: 20))),
            replacing(.optional("count", .integer(-1...11))),
            replacing(
                .optional(
                    "lines",
                    .array(of: .object([.required("sku", .line), .optional("bin", .line)]), maximum: 6)
                )
            ),
        ]
    )
    func accepts(changed: [Schema.Field]) {
        #expect(SchemaCompatibility.breaks(from: Self.document(Self.base), to: Self.document(changed)) == [])
    }
}
