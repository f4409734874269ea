import Database
import Messages
import Vocabulary

/// Opens sealed texts for those who may read them; only in services that take the keys.
///
/// Keys are read each time: one that was destroyed a moment ago opens nothing any more.
package struct Revealer: Sendable {
    private let pool: ConnectionPool
    private let master: MasterKeyring

    /// What stands where nobody can read any more.
    package static let erased = "‹已删除 erased›"
    /// What stands where this service has no key, or not yet.
    package static let sealed = "‹已加密 sealed›"

    package init(pool: ConnectionPool, master: MasterKeyring) {
        self.pool = pool
        self.master = master
    }

    /// What became of the tokens of some texts.
    package struct Revelation: Sendable {
        package let texts: [String]
        /// Some value was erased.
        package let hasErased: Bool
        /// Some key is not here: it may come.
        package let hasSealed: Bool
    }

    /// The texts with every token replaced by what it says.
    package func reveal(_ texts: [String]) async throws -> Revelation {
        let tokens = texts.flatMap(SealedToken.all)
        let keys = try await keys(Set(tokens.map(\.keyID)))
        var (hasErased, hasSealed) = (false, false)
        let opened = texts.map { text in
            SealedToken.opened(text) { token in
                switch keys[token.keyID] {
                case .some(.some(let key)):
                    if let plain = key.open(token) { return plain }
                    hasSealed = true
                    return Self.sealed
                case .some(.none):
                    hasErased = true
                    return Self.erased
                case .none:
                    hasSealed = true
                    return Self.sealed
                }
            }
        }
        return Revelation(texts: opened, hasErased: hasErased, hasSealed: hasSealed)
    }

    /// JSON texts with every token replaced inside their strings.
    package func reveal(json texts: [String]) async throws -> [String] {
        let tokens = texts.flatMap(SealedToken.all)
        guard !tokens.isEmpty else { return texts.map(Self.withoutMarker) }
        let keys = try await keys(Set(tokens.map(\.keyID)))
        return texts.map { text in
            Self.withoutMarker(
                SealedToken.opened(text) { token in
                    guard let known = keys[token.keyID] else { return Self.sealed }
                    guard let key = known else { return Self.erased }
                    return key.open(token).map(Self.escaped) ?? Self.sealed
                }
            )
        }
    }

    private func keys(_ ids: Set<UniqueID>) async throws -> [UniqueID: SubjectKey?] {
        guard !ids.isEmpty else { return [:] }
        var keys: [UniqueID: SubjectKey?] = [:]
        let rows = try await pool.query(
            "select key_id, subject, wrapped from subject_key where key_id = any(\(ids.sorted()))"
        )
        for row in rows {
            let id: UniqueID = try row.decode("key_id")
            guard let wrapped = try row.decode("wrapped", as: [UInt8]?.self) else {
                keys.updateValue(nil, forKey: id)
                continue
            }
            let key = SubjectKey(id: id, subject: try row.decode("subject"), wrapped: wrapped, under: master)
            if let key { keys.updateValue(key, forKey: id) }
        }
        return keys
    }
}

extension Revealer {
    /// As it stands between the quotes of a JSON string.
    private static func escaped(_ text: String) -> String {
        String(JSONValue.string(text).text.dropFirst().dropLast())
    }

    /// `sealed[]` says only that a text of our own needs no key.
    private static func withoutMarker(_ json: String) -> String {
        json.replacing("\"\(SealedToken.opening)]", with: "\"")
    }
}
