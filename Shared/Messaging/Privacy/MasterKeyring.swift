import Crypto
import Foundation
import Vocabulary

/// The keys of the house, under which the keys of subjects are wrapped.
///
/// The first wraps; the others open what was wrapped before the first came (rotation). Marks come from the last one, so
/// that they stay the same: keep the oldest key last.
package struct MasterKeyring: Sendable {
    private let keys: [SymmetricKey]
    private let markKey: SymmetricKey

    /// A key that nobody else has.
    package init() {
        self.init([SymmetricKey(size: .bits256)], oldest: SymmetricKey(size: .bits256))
    }

    /// - Parameter text: one or more keys of 64 hexadecimal digits, separated by commas, spaces or lines.
    /// - Returns: `nil` when there is none or one has another form.
    package init?(_ text: String) {
        let words = text.split { $0 == "," || $0.isWhitespace }
        let keys = words.compactMap { [UInt8](hexadecimal: $0) }
        guard keys.count == words.count, keys.allSatisfy({ $0.count == 32 }), let oldest = keys.last else { return nil }
        self.init(keys.map { SymmetricKey(data: $0) }, oldest: SymmetricKey(data: oldest))
    }

    private init(_ keys: [SymmetricKey], oldest: SymmetricKey) {
        self.keys = keys
        markKey = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: oldest,
            info: Data("aftercare marks v1".utf8),
            outputByteCount: 32
        )
    }

    /// A number that is the same for the same text, and tells nothing without the master key.
    package func digest(_ bytes: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: markKey))
    }

    /// By what a contact is recognised without being told; `nil` when the text cannot be one.
    package func mark(_ contact: ContactText, _ text: String) -> String? {
        contact.normalised(text).map { Data(digest(Array("\(contact):\($0)".utf8)).prefix(16)).base64URL }
    }

    func wrap(_ key: SymmetricKey, as id: UniqueID, of subject: UniqueID) throws -> [UInt8] {
        let bytes = key.withUnsafeBytes { Data($0) }
        let box = try AES.GCM.seal(bytes, using: keys[0], authenticating: Data(id.bytes + subject.bytes))
        return Array(box.combined ?? Data())
    }

    /// - Returns: `nil` when none of the master keys has wrapped it.
    func unwrap(_ bytes: [UInt8], _ id: UniqueID, of subject: UniqueID) -> SymmetricKey? {
        guard let box = try? AES.GCM.SealedBox(combined: bytes) else { return nil }
        let context = Data(id.bytes + subject.bytes)
        for master in keys {
            if let key = try? AES.GCM.open(box, using: master, authenticating: context) {
                return SymmetricKey(data: key)
            }
        }
        return nil
    }
}

extension MasterKeyring: CustomStringConvertible, CustomReflectable {
    package var description: String { "‹master keys›" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension [UInt8] {
    fileprivate init?(hexadecimal text: Substring) {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension Data {
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    init?(base64URL text: String) {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        self.init(base64Encoded: standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4))
    }
}
