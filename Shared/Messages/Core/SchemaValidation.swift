import Vocabulary

/// One thing that is wrong with a document, where, and what would be right.
package struct FieldFault: Error, Hashable, Sendable, Codable {
    /// RFC 6901 pointer to the value; empty for the whole document.
    package let pointer: String
    /// Stable, English, kebab case.
    package let code: String
    package let detail: Bilingual

    package init(pointer: String, code: String, detail: Bilingual) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }
}

extension Schema {
    /// Whether members that the schema does not name are faults.
    package enum Openness: Sendable {
        /// For writers and at the HTTP door: an unknown member is a fault.
        case closed
        /// For readers of topics: an unknown member or value of an enumeration is ignored, so that writers may go ahead.
        case open
    }

    /// In which form personal members are right.
    package enum PersonalForm: Sendable {
        /// As people and partners write them. Nothing may look like a token then: nobody can slip one in.
        case plain
        /// On our own topics: sealed, or plain from a sender that is not sealing yet.
        case any
        /// As they are sent and stored: sealed, or blank.
        case sealed
    }

    /// How strict a check is.
    private struct Rules {
        let openness: Openness
        let form: PersonalForm
    }

    /// Every fault of the value, in document order; empty when it is right.
    package func faults(
        in value: JSONValue,
        openness: Openness,
        personal form: PersonalForm = .plain
    ) -> [FieldFault] {
        var faults: [FieldFault] = []
        check(value, at: "", Rules(openness: openness, form: form), &faults)
        return faults
    }

    private func check(_ value: JSONValue, at pointer: String, _ rules: Rules, _ faults: inout [FieldFault]) {
        switch (self, value) {
        case (.object(let fields), .object(let members)):
            Self.check(members, against: fields, at: pointer, rules, &faults)
        case (.array(let element, let maximum), .array(let values)):
            if values.count > maximum { faults.append(.tooMany(maximum, at: pointer)) }
            for (index, item) in values.prefix(maximum).enumerated() {
                element.check(item, at: "\(pointer)/\(index)", rules, &faults)
            }
        case (.enumeration, .string) where rules.openness == .open: break
        case (.string, .string(let text)) where rules.form == .plain && SealedToken.isIn(text):
            faults.append(.format("text without \(SealedToken.opening)", at: pointer))
        default:
            if let fault = scalarFault(of: value, at: pointer) { faults.append(fault) }
        }
    }

    /// A personal member in its sealed form, which is longer than what the schema says of the plain one.
    private static func isSealed(_ value: JSONValue, _ field: Field, _ rules: Rules) -> Bool {
        guard field.isPersonal, rules.form != .plain, let text = value.stringValue else { return false }
        return SealedToken.isIn(text) && !text.utf8.contains(0)
    }

    private static func check(
        _ members: [JSONValue.Member],
        against fields: [Field],
        at pointer: String,
        _ rules: Rules,
        _ faults: inout [FieldFault]
    ) {
        for field in fields {
            let place = "\(pointer)/\(field.name.pointerEscaped)"
            switch members.first(where: { $0.name == field.name })?.value {
            case .none, .some(.null):
                if field.isRequired { faults.append(.missing(at: place)) }
            case .some(let value) where isSealed(value, field, rules): break
            case .some(.string(let text)) where field.isPersonal && rules.form == .sealed && !text.isBlank:
                faults.append(.notSealed(at: place))
            case .some(let value):
                field.schema.check(value, at: place, rules, &faults)
            }
        }
        guard rules.openness == .closed else { return }
        for member in members where !fields.contains(where: { $0.name == member.name }) {
            faults.append(.unknown(at: "\(pointer)/\(member.name.pointerEscaped)", known: fields.map(\.name)))
        }
    }

    private func scalarFault(of value: JSONValue, at pointer: String) -> FieldFault? {
        switch (self, value) {
        case (.string(let minimum, let maximum), .string(let text)):
            // PostgreSQL holds every character but this one.
            if text.utf8.contains(0) { return .format("text without U+0000", at: pointer) }
            let length = text.unicodeScalars.count
            return (minimum...maximum).contains(length) ? nil : .length(minimum, maximum, at: pointer)
        case (.uuid, .string(let text)):
            return UniqueID(text) != nil ? nil : .format("UUID", at: pointer)
        case (.time, .string(let text)):
            return Timestamp(text) != nil ? nil : .format("RFC 3339 date-time", at: pointer)
        case (.date, .string(let text)):
            return CalendarDate(text) != nil ? nil : .format("YYYY-MM-DD", at: pointer)
        case (.timeOfDay, .string(let text)):
            return Timestamp("2000-01-01T\(text):00Z") != nil ? nil : .format("hh:mm", at: pointer)
        case (.enumeration(let values), .string(let text)):
            return values.contains(text) ? nil : .choice(values, at: pointer)
        case (.integer(let range), .integer(let number)):
            return range.contains(number) ? nil : .range("\(range.lowerBound)", "\(range.upperBound)", at: pointer)
        case (.number(let range), .integer(let number)):
            return range.contains(Double(number))
                ? nil : .range("\(range.lowerBound)", "\(range.upperBound)", at: pointer)
        case (.number(let range), .number(let number)):
            return range.contains(number) ? nil : .range("\(range.lowerBound)", "\(range.upperBound)", at: pointer)
        case (.boolean, .boolean), (.anyObject, .object): return nil
        default: return .type(typeName, at: pointer)
        }
    }

    private var typeName: String {
        switch self {
        case .string, .uuid, .time, .date, .timeOfDay, .enumeration: "string"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .array: "array"
        case .object, .anyObject: "object"
        }
    }
}

extension FieldFault {
    static func missing(at pointer: String) -> FieldFault {
        FieldFault(
            pointer: pointer,
            code: "missing",
            detail: Bilingual(zh: "必填项缺失，请填写", en: "is required; please fill it in")
        )
    }

    static func unknown(at pointer: String, known: [String]) -> FieldFault {
        let names = known.joined(separator: ", ")
        return FieldFault(
            pointer: pointer,
            code: "unknown-member",
            detail: Bilingual(zh: "没有此字段；可用字段：\(names)", en: "is not a field here; known fields: \(names)")
        )
    }

    static func notSealed(at pointer: String) -> FieldFault {
        FieldFault(
            pointer: pointer,
            code: "not-sealed",
            detail: Bilingual(zh: "个人数据未加密", en: "is personal and must be sealed before it is sent")
        )
    }

    static func type(_ expected: String, at pointer: String) -> FieldFault {
        FieldFault(
            pointer: pointer,
            code: "wrong-type",
            detail: Bilingual(zh: "类型应为 \(expected)", en: "must be of type \(expected)")
        )
    }

    static func format(_ expected: String, at pointer: String) -> FieldFault {
        FieldFault(
            pointer: pointer,
            code: "wrong-format",
            detail: Bilingual(zh: "格式应为 \(expected)", en: "must have the form \(expected)")
        )
    }

    static func length(_ minimum: Int, _ maximum: Int, at pointer: String) -> FieldFault {
        FieldFault(
            pointer: pointer,
            code: "wrong-length",
            detail: Bilingual(
                zh: "长度应为 \(minimum) 至 \(maximum) 个字符",
                en: "must have \(minimum) to \(maximum) characters"
            )
        )
    }

    static func range(_ minimum: String, _ maximum: String, at pointer: String) -> FieldFault {
        FieldFault(
            pointer: pointer,
            code: "out-of-range",
            detail: Bilingual(zh: "应在 \(minimum) 与 \(maximum) 之间", en: "must lie between \(minimum) and \(maximum)")
        )
    }

    static func tooMany(_ maximum: Int, at pointer: String) -> FieldFault {
        FieldFault(
            pointer: pointer,
            code: "too-many",
            detail: Bilingual(zh: "最多 \(maximum) 项", en: "may have at most \(maximum) items")
        )
    }

    static func choice(_ values: [String], at pointer: String) -> FieldFault {
        let list = values.joined(separator: ", ")
        return FieldFault(
            pointer: pointer,
            code: "unknown-value",
            detail: Bilingual(zh: "应为下列之一：\(list)", en: "must be one of: \(list)")
        )
    }
}

extension String {
    /// RFC 6901: `~` and `/` inside a name.
    var pointerEscaped: String {
        contains(where: { $0 == "~" || $0 == "/" })
            ? flatMap { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.map(String.init).joined() : self
    }
}
