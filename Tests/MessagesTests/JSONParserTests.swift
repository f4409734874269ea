import Messages
import Testing

@Suite("Reading JSON from outside (RFC 8259)")
struct JSONParserTests {
    private func parse(_ text: String, depth: Int = 32) throws(JSONFault) -> JSONValue {
        try JSONParser.parse(Array(text.utf8), maximumDepth: depth)
    }

    private func reason(_ bytes: [UInt8]) -> JSONFault.Reason? {
        do {
            _ = try JSONParser.parse(bytes)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(
        "given a document that the standard allows, when it is read, then it has that value",
        arguments: [
            ("null", .null), (" true ", .boolean(true)), ("\t\r\nfalse\n", .boolean(false)),
            ("0", .integer(0)), ("-0", .integer(0)), ("-12", .integer(-12)), ("1.50", .number(1.5)),
            ("1e3", .number(1000)), ("1E+2", .number(100)), ("25e-1", .number(2.5)), ("0e0", .number(0)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("\"\"", .string("")), ("\"a b\"", .string("a b")), ("\"保修期\"", .string("保修期")),
            (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
            (#""\u4fdd\u4FEE""#, .string("保修")), (#""\ud83d\uDE00""#, .string("😀")),
            ("\"😀\"", .string("😀")), ("\"\u{7F}\"", .string("\u{7F}")),
            ("[]", .array([])), ("[ ]", .array([])), ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])),
            ("{}", .object([])), ("{ }", .object([])),
            (#"{"b":1,"a":{}}"#, .object([.init("b", .integer(1)), .init("a", .object([]))])),
            (#"{"":0}"#, .object([.init("", .integer(0))])),
        ] as [(String, JSONValue)]
    )
    func accepts(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(
        "given a document that the standard forbids, when it is read, then it is refused for that reason",
        arguments: [
            ("", .unexpectedEnd), ("  ", .unexpectedEnd), ("[", .unexpectedEnd), ("[1", .unexpectedEnd),
            ("{\"a\"", .unexpectedEnd), ("{\"a\":", .unexpectedEnd), ("\"abc", .unexpectedEnd), ("tru", .unexpectedEnd),
            ("\"\\", .unexpectedEnd), (#""\u12"#, .unexpectedEnd), ("-", .unexpectedEnd),
            ("[1,]", .unexpectedCharacter), ("[,1]", .unexpectedCharacter), ("[1 2]", .unexpectedCharacter),
            ("{a:1}", .unexpectedCharacter), ("{'a':1}", .unexpectedCharacter), (#"{"a" 1}"#, .unexpectedCharacter),
            (#"{"a":1,}"#, .unexpectedCharacter), (#"{"a":1 "b":2}"#, .unexpectedCharacter),
            ("True", .unexpectedCharacter), ("nul!", .unexpectedCharacter), ("NaN", .unexpectedCharacter),
            ("Infinity", .unexpectedCharacter), ("+1", .unexpectedCharacter), (".5", .unexpectedCharacter),
            ("// x\n1", .unexpectedCharacter), ("\u{FEFF}1", .unexpectedCharacter), ("\u{A0}1", .unexpectedCharacter),
            ("01", .invalidNumber), ("-01", .invalidNumber), ("1.", .invalidNumber), ("1.e1", .invalidNumber),
            ("1e", .invalidNumber), ("1e+", .invalidNumber), ("-a", .invalidNumber), ("1e400", .invalidNumber),
            ("-1e400", .invalidNumber),
            ("\"a\tb\"", .invalidString), ("\"a\nb\"", .invalidString), (#""\x41""#, .invalidString),
            (#""\u12g4""#, .invalidString), (#""\u+123""#, .invalidString), (#""\ud83d""#, .invalidString),
            (#""\ud83dx""#, .invalidString), (#""\ud83d\n""#, .invalidString), (#""\ud83d\u0041""#, .invalidString),
            (#""\ude00""#, .invalidString), (#""\ude00\ud83d""#, .invalidString),
            (#""a\u0000b""#, .nullCharacter), (#"{"\u0000":1}"#, .nullCharacter),
            (#"{"a":1,"a":2}"#, .duplicateMember), (#"{"a":1,"\u0061":2}"#, .duplicateMember),
            (#"[{"b":{"a":1,"c":2,"a":1}}]"#, .duplicateMember),
            ("1 2", .trailingCharacters), ("{} x", .trailingCharacters), ("[]]", .trailingCharacters),
            ("null,", .trailingCharacters), ("0x1", .trailingCharacters),
        ] as [(String, JSONFault.Reason)]
    )
    func refuses(text: String, expected: JSONFault.Reason) {
        #expect(reason(Array(text.utf8)) == expected)
    }

    @Test("given an array nested to the limit, then it is read; one deeper is refused, whatever the length")
    func limitsDepth() throws {
        let atLimit = String(repeating: "[", count: 8) + String(repeating: "]", count: 8)
        _ = try parse(atLimit, depth: 8)
        #expect(throws: JSONFault.self) { try parse("[\(atLimit)]", depth: 8) }
        let objects = String(repeating: #"{"a":"#, count: 33) + "1" + String(repeating: "}", count: 33)
        #expect(reason(Array(objects.utf8)) == .tooDeep)
        #expect(reason(Array(repeating: UInt8(ascii: "["), count: 1_000_000)) == .tooDeep)
    }

    @Test(
        "given bytes that are not UTF-8 inside a string, when they are read, then they are refused",
        arguments: [
            [0xFF], [0x80], [0xC3], [0xC0, 0xAF], [0xE4, 0xBF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func refusesInvalidUTF8(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(reason([quote] + bytes + [quote]) == .invalidString)
        #expect(reason([quote] + bytes + Array(#"\n""#.utf8)) == .invalidString)
        #expect(reason(bytes) == .unexpectedCharacter)
    }

    @Test("given a raw null byte, when it is read, then it is refused inside and outside strings")
    func refusesRawNull() {
        #expect(reason([UInt8(ascii: "\""), 0, UInt8(ascii: "\"")]) != nil)
        #expect(reason([0]) != nil)
        #expect(reason(Array("1".utf8) + [0]) == .trailingCharacters)
    }

    @Test("given a fault, then its offset is inside the text")
    func namesThePlace() {
        #expect(throws: JSONFault.self) { try parse("[1, x]") }
        do {
            _ = try parse("[1, x]")
        } catch {
            #expect(error.offset == 4)
        }
    }

    @Test("given two names that differ only in their Unicode form, then they are one member to Swift and refused")
    func comparesNamesCanonically() {
        #expect(reason(Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8)) == .duplicateMember)
    }

    @Test("given a value, when it is written and read again, then it is the same")
    func writesWhatItReads() throws {
        let value: JSONValue = [
            "text": "\"\\/\u{8}\u{1F}\n\r\t保修😀", "whole": .integer(.min), "broken": .number(0.1),
            "list": [true, .null, [:]],
        ]
        #expect(try JSONParser.parse(value.bytes) == value)
    }
}
