/// A closed list of values as it stands in messages.
///
/// A reader maps a value that a newer writer added to `unknown`; a writer may not send that one.
package protocol WireEnumeration: RawRepresentable, CaseIterable, Codable, Hashable, Sendable
where RawValue == String {
    static var unknown: Self { get }
}

extension WireEnumeration {
    package init(from decoder: any Decoder) throws {
        self = Self(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .unknown
    }

    /// Every value that may be sent.
    package static var known: [Self] { allCases.filter { $0 != .unknown } }

    package static var schema: Schema { .enumeration(known.map(\.rawValue)) }
}

/// The enumerations of the contracts; the services' domains have their own.
package enum Wire {}
