import Foundation
import Testing
import Vocabulary

@Suite("Unique identifiers")
struct UniqueIDTests {
    /// The example of RFC 9562, appendix A.6.
    static let example = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"

    @Test("given the example of RFC 9562, when it is made of its parts, then it is the same")
    func version7() throws {
        let time = try #require(Timestamp("2022-02-22T14:22:22-05:00"))
        let id = UniqueID.version7(at: time, random: (0xCC3, 0x18C4_DC0C_0C07_398F))
        #expect(id.description == Self.example)
        #expect(id.version == 7)
        #expect(id.time == time)
    }

    @Test("given random bits that are all set, when an identifier is made, then version and variant stand")
    func fixedBits() {
        let id = UniqueID.version7(at: Timestamp(0), random: (.max, .max))
        #expect(id.description == "00000000-0000-7fff-bfff-ffffffffffff")
    }

    @Test("given a digest, when a version 8 identifier is made, then it is always the same and has no time")
    func version8() {
        let digest = (0..<32).map { UInt8($0) }
        let id = UniqueID.version8(digest: digest)
        #expect(id.description == "00010203-0405-8607-8809-0a0b0c0d0e0f")
        #expect(id == UniqueID.version8(digest: digest.prefix(16)))
        #expect(id.time == nil)
    }

    @Test("given later times, when identifiers are sorted, then they sort by age")
    func order() {
        let ids = (0..<100).map { UniqueID.version7(at: Timestamp(Int64($0))) }
        #expect(ids.shuffled().sorted() == ids)
        #expect(ids.map(\.description).sorted() == ids.map(\.description))
    }

    @Test("given upper case, when it is read, then it is written in lower case")
    func upperCase() {
        #expect(UniqueID(Self.example.uppercased())?.description == Self.example)
        #expect(UniqueID(Self.example)?.bytes.count == 16)
    }

    @Test(
        "given anything else, when it is read, then there is none",
        arguments: [
            "", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "{017f22e2-79b0-7cc3-98c4}",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2_79b0_7cc3_98c4_dc0c0c07398f",
        ]
    )
    func refuses(text: String) {
        #expect(UniqueID(text) == nil)
        #expect(CaseID(text) == nil)
    }

    @Test("given a wrapped identifier, when it goes through JSON, then it is a plain text")
    func json() throws {
        let id = try #require(CaseID(Self.example))
        let data = try JSONEncoder().encode([id])
        #expect(String(decoding: data, as: UTF8.self) == "[\"\(Self.example)\"]")
        #expect(try JSONDecoder().decode([CaseID].self, from: data) == [id])
    }
}
