/// A value that belongs to a person (name, phone, address, free text that may hold them).
///
/// It travels in contracts and is shown to those who may see it, but it never prints itself: a log line or an error
/// text that holds one shows `‹personal›`.
package struct Personal<Value: Sendable & Hashable & Codable>: Hashable, Sendable {
    package let value: Value

    package init(_ value: Value) {
        self.value = value
    }
}

extension Personal: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "‹personal›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Personal: Codable {
    package init(from decoder: any Decoder) throws { value = try Value(from: decoder) }
    package func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
