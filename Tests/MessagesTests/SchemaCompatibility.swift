import Messages

/// Compares a released JSON Schema with the current one of the same version.
///
/// Within a version only optional members and values of enumerations may be added, and limits may be widened; all else
/// needs a new version (`FULL_TRANSITIVE` in spirit: old readers meet new messages and new readers meet old ones).
struct SchemaCompatibility {
    private(set) var breaks: [String] = []

    /// What somebody who relies on the released schema would stumble over; empty when nothing would.
    static func breaks(from released: JSONValue, to current: JSONValue) -> [String] {
        var comparison = SchemaCompatibility()
        comparison.compare(released, current, at: "")
        return comparison.breaks
    }

    private mutating func compare(_ released: JSONValue, _ current: JSONValue, at place: String) {
        for keyword in ["$id", "type", "format", "pattern", "x-personal", "additionalProperties"]
        where released[keyword] != current[keyword] {
            breaks.append("\(place): \(keyword) changed")
        }
        compareLimits(released, current, at: place)
        compareEnumerations(released, current, at: place)
        compareMembers(released, current, at: place)
        switch (released["items"], current["items"]) {
        case (let before?, let after?): compare(before, after, at: "\(place)/*")
        case (nil, nil): break
        default: breaks.append("\(place): items changed")
        }
    }

    private mutating func compareLimits(_ released: JSONValue, _ current: JSONValue, at place: String) {
        for (keyword, isLower) in [
            ("minimum", true), ("minLength", true), ("maximum", false), ("maxLength", false), ("maxItems", false),
        ] {
            guard let after = current[keyword]?.numberValue else { continue }
            guard let before = released[keyword]?.numberValue, isLower ? after <= before : after >= before else {
                breaks.append("\(place): \(keyword) is narrower")
                continue
            }
        }
    }

    private mutating func compareEnumerations(_ released: JSONValue, _ current: JSONValue, at place: String) {
        switch (released["enum"], current["enum"]) {
        case (nil, nil): break
        case (nil, .some): breaks.append("\(place): enum is narrower")
        case (.some, nil): breaks.append("\(place): enum removed")
        case (let before?, let after?):
            for value in before.elements where !after.elements.contains(value) {
                breaks.append("\(place): enum lost \(value.text)")
            }
        }
    }

    private mutating func compareMembers(_ released: JSONValue, _ current: JSONValue, at place: String) {
        let before = released["properties"]?.members ?? []
        let required = (old: released["required"]?.elements ?? [], new: current["required"]?.elements ?? [])
        for member in before {
            guard let after = current["properties"]?[member.name] else {
                breaks.append("\(place)/\(member.name): removed")
                continue
            }
            compare(member.value, after, at: "\(place)/\(member.name)")
        }
        for name in required.new where !required.old.contains(name) {
            breaks.append("\(place)/\(name.stringValue ?? ""): newly required")
        }
        for name in required.old where !required.new.contains(name) {
            breaks.append("\(place)/\(name.stringValue ?? ""): no longer required")
        }
    }
}

extension JSONValue {
    fileprivate var numberValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
