/// Why bytes are not a JSON document that Aftercare accepts.
package struct JSONFault: Error, Equatable, Sendable {
    /// Bytes before the fault.
    package let offset: Int
    package let reason: Reason

    package enum Reason: String, Sendable {
        case unexpectedEnd = "the text ends too early"
        case unexpectedCharacter = "a character stands where none or another one belongs"
        case invalidNumber = "a number is malformed or out of range"
        case invalidString = "a string has an invalid escape, control character or UTF-8 sequence"
        case nullCharacter = "a string holds U+0000, which cannot be stored"
        case duplicateMember = "an object names the same member twice"
        case tooDeep = "arrays and objects are nested too deeply"
        case trailingCharacters = "something follows the document"
    }
}

/// A strict RFC 8259 reader for untrusted bytes.
///
/// Foundation's reader keeps the last of two members with one name, accepts U+0000 (which `jsonb` refuses) and has no
/// limit of depth; at the door all three must be refused by name.
package struct JSONParser {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var index = 0

    private init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// Reads one whole document.
    ///
    /// - Parameter maximumDepth: how many arrays and objects may be open at once.
    package static func parse(_ bytes: [UInt8], maximumDepth: Int = 32) throws(JSONFault) -> JSONValue {
        var parser = JSONParser(bytes, maximumDepth: maximumDepth)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.index == bytes.count else { throw parser.fault(.trailingCharacters) }
        return value
    }

    private func fault(_ reason: JSONFault.Reason) -> JSONFault {
        JSONFault(offset: index, reason: reason)
    }

    private mutating func skipSpace() {
        while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
    }

    private func peek() throws(JSONFault) -> UInt8 {
        guard index < bytes.count else { throw fault(.unexpectedEnd) }
        return bytes[index]
    }

    private mutating func expect(_ text: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        for position in 0..<text.utf8CodeUnitCount {
            guard try peek() == text.utf8Start[position] else { throw fault(.unexpectedCharacter) }
            index += 1
        }
        return value
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try expect("true", .boolean(true))
        case UInt8(ascii: "f"): return try expect("false", .boolean(false))
        case UInt8(ascii: "n"): return try expect("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault(.unexpectedCharacter)
        }
    }

    /// Steps over a separator; `true` when the closing character came instead.
    private mutating func closes(with end: UInt8) throws(JSONFault) -> Bool {
        skipSpace()
        let character = try peek()
        guard character == end || character == UInt8(ascii: ",") else { throw fault(.unexpectedCharacter) }
        index += 1
        return character == end
    }

    private mutating func isEmpty(endingWith end: UInt8) throws(JSONFault) -> Bool {
        index += 1
        skipSpace()
        guard try peek() == end else { return false }
        index += 1
        return true
    }

    private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth <= maximumDepth else { throw fault(.tooDeep) }
        var elements: [JSONValue] = []
        if try isEmpty(endingWith: UInt8(ascii: "]")) { return .array([]) }
        repeat { elements.append(try value(depth: depth)) } while try !closes(with: UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth <= maximumDepth else { throw fault(.tooDeep) }
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        if try isEmpty(endingWith: UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipSpace()
            guard try peek() == UInt8(ascii: "\"") else { throw fault(.unexpectedCharacter) }
            let name = try string()
            guard names.insert(name).inserted else { throw fault(.duplicateMember) }
            skipSpace()
            guard try peek() == UInt8(ascii: ":") else { throw fault(.unexpectedCharacter) }
            index += 1
            members.append(JSONValue.Member(name, try value(depth: depth)))
        } while try !closes(with: UInt8(ascii: "}"))
        return .object(members)
    }

    private mutating func number() throws(JSONFault) -> JSONValue {
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let leading = try peek()
        let integerDigits = skipDigits()
        guard integerDigits > 0, integerDigits == 1 || leading != UInt8(ascii: "0") else {
            throw fault(.invalidNumber)
        }
        var isInteger = true
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            isInteger = false
            index += 1
            guard skipDigits() > 0 else { throw fault(.invalidNumber) }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            index += 1
            if index < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[index]) { index += 1 }
            guard skipDigits() > 0 else { throw fault(.invalidNumber) }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw fault(.invalidNumber) }
        return .number(value)
    }

    private mutating func skipDigits() -> Int {
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        return index - start
    }

    private mutating func string() throws(JSONFault) -> String {
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\"),
            bytes[index] >= 0x20
        { index += 1 }
        guard try peek() != UInt8(ascii: "\"") else {
            defer { index += 1 }
            return try text(Array(bytes[start..<index]))
        }
        return try escapedString(prefix: Array(bytes[start..<index]))
    }

    private mutating func escapedString(prefix: [UInt8]) throws(JSONFault) -> String {
        var content = prefix
        while true {
            let character = try peek()
            index += 1
            switch character {
            case UInt8(ascii: "\""): return try text(content)
            case UInt8(ascii: "\\"): try appendEscape(to: &content)
            case 0..<0x20: throw fault(.invalidString)
            default: content.append(character)
            }
        }
    }

    private func text(_ content: [UInt8]) throws(JSONFault) -> String {
        guard let text = String(validating: content, as: UTF8.self) else { throw fault(.invalidString) }
        return text
    }

    private mutating func appendEscape(to content: inout [UInt8]) throws(JSONFault) {
        let character = try peek()
        index += 1
        switch character {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(character)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape()
            guard scalar != "\u{0}" else { throw fault(.nullCharacter) }
            content += String(Character(scalar)).utf8
        default: throw fault(.invalidString)
        }
    }

    private mutating func unicodeEscape() throws(JSONFault) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), try peek() == UInt8(ascii: "\\") else { throw fault(.invalidString) }
        index += 1
        guard try peek() == UInt8(ascii: "u") else { throw fault(.invalidString) }
        index += 1
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw fault(.invalidString) }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
        guard index + 4 <= bytes.count else { throw fault(.unexpectedEnd) }
        let text = String(decoding: bytes[index..<index + 4], as: UTF8.self)
        guard text.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }), let value = UInt32(text, radix: 16)
        else { throw fault(.invalidString) }
        index += 4
        return value
    }
}
