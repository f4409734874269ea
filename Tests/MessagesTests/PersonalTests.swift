import Messages
import Testing
import Vocabulary

@Suite("Personal data in messages")
struct PersonalTests {
    private func personalTexts(_ schema: Schema, _ value: JSONValue) -> [String] {
        switch (schema, value) {
        case (.object(let fields), .object):
            fields.flatMap { field -> [String] in
                guard let member = value[field.name] else { return [] }
                if field.isPersonal { return member.stringValue.map { [$0] } ?? [] }
                return personalTexts(field.schema, member)
            }
        case (.array(let element, _), .array(let elements)): elements.flatMap { personalTexts(element, $0) }
        default: []
        }
    }

    @Test(
        "given a message with personal data, when it is printed or dumped, then the data is not there",
        arguments: Catalogue.all
    )
    func neverPrints(message: any Message.Type) throws {
        let bytes = try Samples.Golden(message: message, fullness: .full).bytes()
        let body = try message.decode(bytes)
        var dumped = ""
        dump(body, to: &dumped)
        for text in personalTexts(message.contract.schema, try JSONParser.parse(bytes)) {
            for output in ["\(body)", String(reflecting: body), dumped] {
                #expect(!output.contains(text), "\(message.contract.name) shows a personal value")
            }
        }
    }

    @Test("given one personal value, then every way of printing hides it")
    func hidesItself() {
        let name = Personal("张伟")
        var dumped = ""
        dump([name], to: &dumped)
        let optional: Personal<String>? = name
        for output in ["\(name)", String(describing: [name]), String(reflecting: optional as Any), dumped] {
            #expect(!output.contains("张伟"))
            #expect(output.contains("‹personal›"))
        }
    }

    @Test("given members called like a person's data, then the contract marks them personal")
    func isMarked() {
        func check(_ schema: Schema, in contract: String) {
            for field in schema.fields {
                if ["phone", "email", "symptom", "facts", "technicianName", "address", "body"].contains(field.name) {
                    #expect(field.isPersonal, "\(contract): \(field.name)")
                }
                if case .array(let element, _) = field.schema { check(element, in: contract) }
                check(field.schema, in: contract)
            }
        }
        for contract in Catalogue.contracts { check(contract.schema, in: contract.name) }
        #expect(Customer.schema.fields.first { $0.name == "name" }?.isPersonal == true)
        #expect(TechnicianStateV1.contract.schema.fields.first { $0.name == "name" }?.isPersonal == true)
    }

    @Test("given a personal member, then the JSON Schema says so")
    func isPublished() {
        let document = CaseRegisteredV1.contract.schemaDocument
        #expect(document["properties"]?["symptom"]?["x-personal"] == true)
        #expect(document["properties"]?["customer"]?["properties"]?["phone"]?["x-personal"] == true)
        #expect(document["properties"]?["region"]?["x-personal"] == nil)
    }
}
