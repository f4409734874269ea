import Crypto
import Foundation
import Messages
import Vocabulary

/// A key under which personal values of one subject are sealed.
///
/// A subject may have several: whoever takes in plain values makes one, and needs to ask nobody.
package struct SubjectKey: Sendable {
    package let id: UniqueID
    package let subject: UniqueID
    package let wrapped: [UInt8]
    private let key: SymmetricKey

    /// A new key.
    package init(for subject: UniqueID, under master: MasterKeyring) throws {
        id = .version7(at: .now)
        self.subject = subject
        key = SymmetricKey(size: .bits256)
        wrapped = try master.wrap(key, as: id, of: subject)
    }

    /// - Returns: `nil` when the master key is another one.
    package init?(id: UniqueID, subject: UniqueID, wrapped: [UInt8], under master: MasterKeyring) {
        guard let key = master.unwrap(wrapped, id, of: subject) else { return nil }
        self.id = id
        self.subject = subject
        self.wrapped = wrapped
        self.key = key
    }

    /// AES-256-GCM with a random nonce; the key's id and its subject belong to what is authenticated.
    package func seal(_ text: String, mark: String? = nil) throws -> String {
        let box = try AES.GCM.seal(Data(text.utf8), using: key, authenticating: context)
        return SealedToken(keyID: id, ciphertext: (box.combined ?? Data()).base64URL, mark: mark).text
    }

    /// - Returns: `nil` when the token was changed, or made under another key.
    package func open(_ token: SealedToken) -> String? {
        guard token.keyID == id, let data = Data(base64URL: token.ciphertext),
            let box = try? AES.GCM.SealedBox(combined: data),
            let plain = try? AES.GCM.open(box, using: key, authenticating: context)
        else { return nil }
        return String(validating: plain, as: UTF8.self)
    }

    private var context: Data { Data(id.bytes + subject.bytes) }

    /// How the services that may reveal learn of it.
    package var message: SubjectKeyV1 {
        SubjectKeyV1(keyID: id, subject: subject, wrapped: Data(wrapped).base64EncodedString())
    }
}
