/// A value that belongs to a person (name, phone, address, free text that may hold them).
///
/// It is plain only where it comes in; from there on it travels and is stored sealed, as text whose personal parts are
/// tokens (`SealedToken`). It never prints itself: a log line or an error text that holds one shows `‹personal›`.
package struct Personal<Value: Sendable & Hashable & Codable & LosslessStringConvertible>: Hashable, Sendable {
    private enum Content: Hashable, Sendable {
        case plain(Value)
        case sealed(String)
    }

    private let content: Content

    /// What somebody has told; it must be sealed before it is stored or sent.
    package init(_ value: Value) {
        content = .plain(value)
    }

    /// Text of our own that says nothing of a person, or only by tokens in it: a letter, a standing phrase.
    package init(impersonal text: String) {
        if text.isBlank, let nothing = Value(text) {
            content = .plain(nothing)
            return
        }
        content = .sealed(SealedToken.isIn(text) ? text : SealedToken.opening + "]" + text)
    }

    /// Reads a member of a message or a document.
    package init?(wire text: String) {
        if SealedToken.isIn(text) {
            content = .sealed(text)
        } else {
            guard let value = Value(text) else { return nil }
            content = .plain(value)
        }
    }

    /// The value as far as it can be read without a key; `nil` while it is sealed.
    package var value: Value? {
        switch content {
        case .plain(let value): value
        case .sealed(let text):
            SealedToken.all(in: text).isEmpty ? Value(String(text.dropFirst(SealedToken.opening.count + 1))) : nil
        }
    }

    /// Whether there is something to seal.
    package var isPlain: Bool {
        guard case .plain = content else { return false }
        return !wireText.isBlank
    }

    /// As it stands in messages and documents; also to be set into a text that is sealed with it.
    package var wireText: String {
        switch content {
        case .plain(let value): String(value)
        case .sealed(let text): text
        }
    }

    /// Nothing but spaces; what is sealed was not blank.
    package var isBlank: Bool { wireText.isBlank }

    /// For finding the same contact again, as long as the token carries it.
    package var mark: String? { SealedToken.all(in: wireText).first?.mark }

    /// The same without marks: only whoever recognises contacts needs them.
    package var unmarked: Personal {
        guard case .sealed(let text) = content, let result = Personal(wire: SealedToken.removingMarks(in: text)) else {
            return self
        }
        return result
    }
}

extension Personal: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "‹personal›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension CodingUserInfoKey {
    /// Set where plain personal values may be encoded: at the outside of the suite.
    package static let plainPersonalValues = CodingUserInfoKey(rawValue: "plainPersonalValues")
}

extension Personal: Codable {
    package init(from decoder: any Decoder) throws {
        guard let value = Personal(wire: try decoder.singleValueContainer().decode(String.self)) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "wrong form"))
        }
        self = value
    }

    /// - Throws: for a plain value, unless the encoder says that they are meant to leave: so none is stored by mistake.
    package func encode(to encoder: any Encoder) throws {
        let isAllowed = CodingUserInfoKey.plainPersonalValues.map { encoder.userInfo[$0] != nil } ?? false
        guard !isPlain || isAllowed else {
            throw EncodingError.invalidValue(
                "‹personal›",
                .init(codingPath: encoder.codingPath, debugDescription: "a personal value is not sealed")
            )
        }
        var container = encoder.singleValueContainer()
        try container.encode(wireText)
    }
}
