import Vocabulary

/// The shape of a JSON value: declared once in Swift, rendered as JSON Schema 2020-12, used to validate what arrives.
package indirect enum Schema: Sendable, Equatable {
    /// Characters are counted as Unicode scalars, as JSON Schema does.
    case string(minimum: Int, maximum: Int)
    case uuid
    /// RFC 3339 date and time with an offset.
    case time
    case date
    /// `08:00`, 24 hours.
    case timeOfDay
    case integer(ClosedRange<Int64>)
    case number(ClosedRange<Double>)
    case boolean
    case enumeration([String])
    case array(of: Schema, maximum: Int)
    case object([Field])
    /// Any object; only for documents that another schema describes.
    case anyObject

    /// A text that is not empty.
    package static let text = Schema.string(minimum: 1, maximum: 2000)
    /// A name, code or reference on one line.
    package static let line = Schema.string(minimum: 1, maximum: 200)

    package static func enumeration<Value: RawRepresentable & CaseIterable>(_: Value.Type) -> Schema
    where Value.RawValue == String {
        .enumeration(Value.allCases.map(\.rawValue))
    }

    package struct Field: Sendable, Equatable {
        package let name: String
        package let schema: Schema
        package let isRequired: Bool
        /// Belongs to a person: sealed on the wire and at rest, masked in views, never logged.
        package let isPersonal: Bool
        /// Set for what a customer is recognised by: the sealed form then carries a mark.
        package let contact: ContactText?

        package static func required(
            _ name: String,
            _ schema: Schema,
            personal: Bool = false,
            contact: ContactText? = nil
        ) -> Field {
            Field(name: name, schema: schema, isRequired: true, isPersonal: personal, contact: contact)
        }

        package static func optional(
            _ name: String,
            _ schema: Schema,
            personal: Bool = false,
            contact: ContactText? = nil
        ) -> Field {
            Field(name: name, schema: schema, isRequired: false, isPersonal: personal, contact: contact)
        }
    }

    /// The fields of an object; empty for any other shape.
    package var fields: [Field] {
        guard case .object(let fields) = self else { return [] }
        return fields
    }
}

extension Schema {
    /// This schema as JSON Schema 2020-12, without `$schema` and `$id`.
    ///
    /// Writers are held to exactly these members (`additionalProperties: false`); readers ignore further ones.
    package var json: JSONValue {
        switch self {
        case .string(let minimum, let maximum):
            ["type": "string", "minLength": .integer(Int64(minimum)), "maxLength": .integer(Int64(maximum))]
        case .uuid: ["type": "string", "format": "uuid"]
        case .time: ["type": "string", "format": "date-time"]
        case .date: ["type": "string", "format": "date"]
        case .timeOfDay: ["type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"]
        case .integer(let range):
            ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .number(let range):
            ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
        case .boolean: ["type": "boolean"]
        case .enumeration(let values): ["type": "string", "enum": .array(values.map(JSONValue.string))]
        case .array(let element, let maximum):
            ["type": "array", "items": element.json, "maxItems": .integer(Int64(maximum))]
        case .object(let fields): Self.json(of: fields)
        case .anyObject: ["type": "object"]
        }
    }

    private static func json(of fields: [Field]) -> JSONValue {
        let properties = fields.map { field in
            let schema = field.schema.json
            return JSONValue.Member(field.name, field.isPersonal ? schema.setting("x-personal", to: true) : schema)
        }
        return [
            "type": "object",
            "properties": .object(properties),
            "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
            "additionalProperties": false,
        ]
    }
}
