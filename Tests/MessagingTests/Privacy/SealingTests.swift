import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Sealing personal values")
struct SealingTests {
    private static let subject = UniqueID(high: 1, low: 1)
    private static let body: JSONValue = [
        "name": "王芳 \"Ann\"\n", "phone": "138 0013 8000", "language": "zh", "note": "  ",
    ]
    private static let schema = Schema.object([
        .required("name", .line, personal: true, contact: .name),
        .optional("phone", .line, personal: true, contact: .phone),
        .optional("note", .text, personal: true),
        .required("language", .line),
    ])

    private static func token(_ text: String, _ key: SubjectKey) throws -> SealedToken {
        try #require(SealedToken.all(in: try key.seal(text)).first)
    }

    @Test("given a text, when it is sealed twice, then the tokens differ and both open to it")
    func opens() throws {
        let key = try SubjectKey(for: Self.subject, under: TestKeys.master)
        let tokens = [try Self.token("王芳", key), try Self.token("王芳", key)]
        #expect(tokens[0] != tokens[1])
        #expect(tokens.map(key.open) == ["王芳", "王芳"])
    }

    @Test("given a token that was changed or belongs to another key, when it is opened, then nothing comes out")
    func tampering() throws {
        let key = try SubjectKey(for: Self.subject, under: TestKeys.master)
        let other = try SubjectKey(for: Self.subject, under: TestKeys.master)
        let token = try Self.token("王芳", key)
        #expect(other.open(token) == nil)
        #expect(other.open(SealedToken(keyID: other.id, ciphertext: token.ciphertext)) == nil)
        for index in token.ciphertext.indices {
            let letter = token.ciphertext[index] == "A" ? "B" : "A"
            let changed = token.ciphertext.replacingCharacters(at: index, by: letter)
            let opened = key.open(SealedToken(keyID: key.id, ciphertext: changed))
            // The last letter holds bits that stand for nothing.
            #expect(opened == nil || index == token.ciphertext.indices.last)
        }
    }

    @Test("given a wrapped key of another subject or master, when it is unwrapped, then it is refused")
    func wrapping() throws {
        let key = try SubjectKey(for: Self.subject, under: TestKeys.master)
        let stored = key.wrapped
        let other = UniqueID(high: 2, low: 2)
        #expect(SubjectKey(id: key.id, subject: other, wrapped: stored, under: TestKeys.master) == nil)
        #expect(SubjectKey(id: other, subject: Self.subject, wrapped: stored, under: TestKeys.master) == nil)
        #expect(SubjectKey(id: key.id, subject: Self.subject, wrapped: stored, under: MasterKeyring()) == nil)
        #expect(SubjectKey(id: key.id, subject: Self.subject, wrapped: stored, under: TestKeys.master) != nil)
    }

    @Test("given a master key that was replaced, when the old one stands behind the new, then keys and marks go on")
    func rotation() throws {
        let old = try #require(MasterKeyring(String(repeating: "11", count: 32)))
        let texts = String(repeating: "22", count: 32) + "\n" + String(repeating: "11", count: 32)
        let both = try #require(MasterKeyring(texts))
        let key = try SubjectKey(for: Self.subject, under: old)
        let stored = key.wrapped
        let again = try #require(SubjectKey(id: key.id, subject: Self.subject, wrapped: stored, under: both))
        #expect(again.open(try Self.token("王芳", key)) == "王芳")
        #expect(old.digest([1]) == both.digest([1]))
    }

    @Test("given texts that are no keys, when a keyring is read, then there is none", arguments: ["", "11", "xy", "é"])
    func badMasterKeys(text: String) {
        #expect(MasterKeyring(text) == nil)
        #expect(!"\(TestKeys.master)".contains("5a"))
    }

    @Test("given a body, when it is sealed, then only personal texts are, blank ones stay, and contacts have a mark")
    func bodies() throws {
        let key = try SubjectKey(for: Self.subject, under: TestKeys.master)
        let sealer = Sealer(master: TestKeys.master)
        #expect(Sealer.holdsPlainValues(Self.body, as: Self.schema))
        let sealed = try sealer.seal(Self.body, as: Self.schema, under: key)
        #expect(!sealed.text.contains("王芳") && !sealed.text.contains("8000"))
        #expect(sealed["language"] == "zh" && sealed["note"] == "  ")
        #expect(!Sealer.holdsPlainValues(sealed, as: Self.schema))
        #expect(Self.schema.faults(in: sealed, openness: .closed, personal: .sealed).isEmpty)
        let phone = try #require(sealed["phone"]?.stringValue.flatMap { Personal<String>(wire: $0) })
        let written = try sealer.seal(["phone": "+86-138-0013-8000"], as: Self.schema, under: key)
        let same = try #require(written["phone"]?.stringValue.flatMap { Personal<String>(wire: $0) })
        #expect(phone.mark != nil && phone.mark == same.mark)
        #expect(phone.unmarked.mark == nil && phone.unmarked != phone && !phone.unmarked.isPlain)
    }

    @Test("given a plain value or a stranger's token, when it is checked, then each door refuses what is not for it")
    func forms() throws {
        let key = try SubjectKey(for: Self.subject, under: TestKeys.master)
        let sealed = try Sealer(master: TestKeys.master).seal(Self.body, as: Self.schema, under: key)
        func codes(_ body: JSONValue, _ form: Schema.PersonalForm) -> [String] {
            Self.schema.faults(in: body, openness: .closed, personal: form).map { "\($0.pointer) \($0.code)" }
        }
        #expect(codes(Self.body, .plain).isEmpty)
        #expect(codes(Self.body, .any).isEmpty)
        #expect(codes(Self.body, .sealed) == ["/name not-sealed", "/phone not-sealed"])
        #expect(codes(sealed, .any).isEmpty)
        #expect(codes(sealed, .plain) == ["/name wrong-format", "/phone wrong-format"])
        let smuggled = Self.body.setting("language", to: sealed["name"] ?? .null)
        #expect(codes(smuggled, .plain) == ["/language wrong-format"])
    }

    @Test("given text of our own, when it holds tokens or none, then it is as good as sealed and says what it says")
    func impersonal() throws {
        let key = try SubjectKey(for: Self.subject, under: TestKeys.master)
        let letter = Personal<String>(impersonal: "Dear \(try key.seal("Ann")), hello sealed[ you")
        #expect(!letter.isPlain && letter.value == nil)
        let opened = SealedToken.opened(letter.wireText) { key.open($0) ?? "" }
        #expect(opened == "Dear Ann, hello sealed[ you")
        let phrase = Personal<String>(impersonal: "ORDS visitor")
        #expect(!phrase.isPlain && phrase.value == "ORDS visitor")
        #expect(Personal<String>(wire: phrase.wireText) == phrase)
    }
}

extension String {
    fileprivate func replacingCharacters(at index: Index, by letter: String) -> String {
        String(self[..<index]) + letter + self[self.index(after: index)...]
    }
}
