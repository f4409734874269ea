extension Schema {
    /// What a view shows in place of a value that belongs to a person.
    package static let personalMask = "‹personal›"
    /// In place of what no schema describes, as it may hold anything.
    package static let unknownMask = "‹hidden›"

    /// A document for the eyes of somebody who may not know whom it is about.
    ///
    /// A personal value is hidden whatever its form is, plain or sealed; so is a member that the schema does not name.
    package func masked(_ value: JSONValue) -> JSONValue {
        switch (self, value) {
        case (.object(let fields), .object(let members)):
            .object(
                members.map { member in
                    guard let field = fields.first(where: { $0.name == member.name }) else {
                        return .init(member.name, .string(Self.unknownMask))
                    }
                    let isShown = !field.isPersonal || member.value == .null
                    let shown = isShown ? field.schema.masked(member.value) : .string(Self.personalMask)
                    return .init(member.name, shown)
                }
            )
        case (.array(let element, _), .array(let values)): .array(values.map(element.masked))
        case (.object, _), (.array, _), (.anyObject, _): value == .null ? .null : .string(Self.unknownMask)
        default: value
        }
    }
}
