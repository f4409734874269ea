import Vocabulary

extension Schema {
    /// The value with every plain personal text replaced, and blank ones left: they say nothing of anybody.
    package func replacingPersonal(in value: JSONValue, by replacement: (String, Field) -> String) -> JSONValue {
        switch (self, value) {
        case (.object(let fields), .object(let members)):
            .object(
                members.map { member in
                    guard let field = fields.first(where: { $0.name == member.name }) else { return member }
                    return JSONValue.Member(member.name, Self.replaced(member.value, field, by: replacement))
                }
            )
        case (.array(let element, _), .array(let values)):
            .array(values.map { element.replacingPersonal(in: $0, by: replacement) })
        default: value
        }
    }

    private static func replaced(
        _ value: JSONValue,
        _ field: Field,
        by replacement: (String, Field) -> String
    ) -> JSONValue {
        guard field.isPersonal, let text = value.stringValue else {
            return field.schema.replacingPersonal(in: value, by: replacement)
        }
        return text.isBlank || SealedToken.isIn(text) ? value : .string(replacement(text, field))
    }
}
