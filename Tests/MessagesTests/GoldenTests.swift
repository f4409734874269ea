import Messages
import Testing
import Vocabulary

@Suite("Golden files of the contracts")
struct GoldenTests {
    @Test(
        "given a sample of a message, when it is decoded and encoded again, then nothing is lost or added",
        arguments: Samples.goldens
    )
    func survivesSwift(golden: Samples.Golden) throws {
        let bytes = try golden.bytes()
        let document = try JSONParser.parse(bytes)
        let message = try golden.message.decode(bytes)
        let encoded = try JSONParser.parse(try message.jsonBytes())
        #expect(encoded.sorted == document.sorted)
    }

    @Test(
        "given a sample of a message, when the writer's schema checks it, then it has no fault",
        arguments: Samples.goldens
    )
    func isValid(golden: Samples.Golden) throws {
        let document = try JSONParser.parse(try golden.bytes())
        #expect(golden.message.contract.schema.faults(in: document, openness: .closed) == [])
    }

    @Test(
        "given the full sample, then it names every member; given the minimal one, only the required ones",
        arguments: Samples.goldens
    )
    func namesItsMembers(golden: Samples.Golden) throws {
        let document = try JSONParser.parse(try golden.bytes())
        let fields = golden.message.contract.schema.fields
        let expected = golden.fullness == .full ? fields : fields.filter(\.isRequired)
        #expect(document.members.map(\.name).sorted() == expected.map(\.name).sorted())
    }

    @Test("given the minimal sample without one member, then exactly that member is missing", arguments: Catalogue.all)
    func requiresItsMembers(message: any Message.Type) throws {
        let golden = Samples.Golden(message: message, fullness: .minimal)
        let document = try JSONParser.parse(try golden.bytes())
        for member in document.members {
            let rest = JSONValue.object(document.members.filter { $0.name != member.name })
            let faults = message.contract.schema.faults(in: rest, openness: .open)
            #expect(faults.map(\.pointer) == ["/\(member.name)"])
            #expect(faults.map(\.code) == ["missing"])
            #expect(throws: (any Error).self) { try message.decode(rest.bytes) }
        }
    }

    @Test(
        "given a member that a newer writer added, when a reader checks and decodes, then it is ignored",
        arguments: Samples.goldens
    )
    func ignoresFurtherMembers(golden: Samples.Golden) throws {
        let bytes = try golden.bytes()
        let document = try JSONParser.parse(bytes).setting("addedLater", to: "x")
        let schema = golden.message.contract.schema
        #expect(schema.faults(in: document, openness: .open) == [])
        #expect(schema.faults(in: document, openness: .closed).map(\.code) == ["unknown-member"])
        _ = try golden.message.decode(document.bytes)
    }

    @Test("given the folder of samples, then every file belongs to a message of the catalogue")
    func holdsNothingElse() throws {
        #expect(try Samples.fileNames(in: "Golden") == Samples.goldens.map(\.fileName).sorted())
    }
}
