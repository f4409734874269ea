/// A personal value under its key, as it stands in any text: `sealed[v1:<key id>:<ciphertext>]`, and with a mark
/// `sealed[v1:<key id>:<ciphertext>:<mark>]`.
///
/// A text may hold several, between words of our own. `sealed[]` at its beginning says that it needs none.
package struct SealedToken: Hashable, Sendable {
    package let keyID: UniqueID
    /// Nonce, ciphertext and tag in base64url without padding.
    package let ciphertext: String
    /// The same for the same contact; names nobody to whoever lacks the master key.
    package let mark: String?

    package init(keyID: UniqueID, ciphertext: String, mark: String? = nil) {
        self.keyID = keyID
        self.ciphertext = ciphertext
        self.mark = mark
    }

    /// Nobody may write it: it is how tokens begin.
    package static let opening = "sealed["

    package static func isIn(_ text: String) -> Bool { text.utf8.firstRange(of: opening.utf8) != nil }

    package var text: String {
        "\(Self.opening)v1:\(keyID):\(ciphertext)\(mark.map { ":\($0)" } ?? "")]"
    }

    /// The tokens of a text, in order.
    package static func all(in text: String) -> [SealedToken] {
        var found: [SealedToken] = []
        _ = replacing(in: text) { token in
            found.append(token)
            return ""
        }
        return found
    }

    package static func removingMarks(in text: String) -> String {
        replacing(in: text) { SealedToken(keyID: $0.keyID, ciphertext: $0.ciphertext).text }
    }

    /// The text with every token replaced, and without `sealed[]`; what only looks like a token stays.
    package static func opened(_ text: String, _ replacement: (SealedToken) -> String) -> String {
        let result = replacing(in: text, replacement)
        return result.hasPrefix(opening + "]") ? String(result.dropFirst(opening.count + 1)) : result
    }

    private static func replacing(in text: String, _ replacement: (SealedToken) -> String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.utf8.firstRange(of: opening.utf8) {
            result += rest[..<start.lowerBound]
            rest = rest[start.lowerBound...]
            if let end = rest.firstIndex(of: "]"), let token = SealedToken(rest[start.upperBound..<end]) {
                result += replacement(token)
                rest = rest[rest.index(after: end)...]
            } else {
                result += opening
                rest = rest[start.upperBound...]
            }
        }
        return result + rest
    }

    /// What stands between the brackets.
    private init?(_ inner: Substring) {
        let parts = inner.split(separator: ":", omittingEmptySubsequences: false)
        guard [3, 4].contains(parts.count), parts[0] == "v1", let keyID = UniqueID(String(parts[1])),
            parts[2...].allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isWordByte) })
        else { return nil }
        self.init(keyID: keyID, ciphertext: String(parts[2]), mark: parts.count == 4 ? String(parts[3]) : nil)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
