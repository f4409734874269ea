import Vocabulary

/// The wording of one stage in one channel and language, with variables such as `{{customer}}` (NO-01).
package struct MessageTemplate: Codable, Equatable, Sendable {
    package let code: String
    package let stage: Stage
    package let channel: Channel
    package let language: Language
    package let subject: String
    package let body: String
    package let version: Int

    package init(
        code: String,
        stage: Stage,
        channel: Channel,
        language: Language,
        subject: String,
        body: String,
        version: Int
    ) {
        self.code = code
        self.stage = stage
        self.channel = channel
        self.language = language
        self.subject = subject
        self.body = body
        self.version = version
    }

    /// Fills in every variable; one that is missing or empty stops the message, and so does broken wording.
    package func rendered(with variables: [String: String]) throws(RenderingFailure) -> RenderedText {
        RenderedText(
            language: language,
            subject: try Placeholders.fill(subject, with: variables),
            body: try Placeholders.fill(body, with: variables)
        )
    }
}

/// What the customer reads.
package struct RenderedText: Codable, Equatable, Sendable {
    package let language: Language
    package let subject: String
    package let body: String

    package init(language: Language, subject: String, body: String) {
        self.language = language
        self.subject = subject
        self.body = body
    }
}

/// Why a message cannot be written; it is then not sent at all.
package enum RenderingFailure: Refusal, Codable, Equatable {
    case missingTemplate(Stage, Channel, Language)
    case missingVariable(String)
    case brokenTemplate

    package var code: String {
        switch self {
        case .missingTemplate: "missing-template"
        case .missingVariable: "missing-variable"
        case .brokenTemplate: "broken-template"
        }
    }

    package var explanation: Bilingual {
        switch self {
        case .missingTemplate(let stage, let channel, let language):
            Bilingual(
                zh: "缺少模板：\(stage.rawValue)/\(channel.rawValue)/\(language.rawValue)。",
                en: "There is no template for \(stage.rawValue)/\(channel.rawValue)/\(language.rawValue)."
            )
        case .missingVariable(let name):
            Bilingual(zh: "模板变量「\(name)」没有值，消息未发送。", en: "The variable “\(name)” has no value; nothing was sent.")
        case .brokenTemplate:
            Bilingual(zh: "模板有误，消息未发送。", en: "The template is broken; nothing was sent.")
        }
    }
}

/// `{{name}}` in a text: letters, digits and underscores; anything else between the braces is broken wording.
enum Placeholders {
    static func fill(_ text: String, with variables: [String: String]) throws(RenderingFailure) -> String {
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstDoubled("{") {
            result += rest[..<start]
            rest = rest[rest.index(start, offsetBy: 2)...]
            guard let end = rest.firstDoubled("}") else { throw .brokenTemplate }
            let name = rest[..<end].filter { $0 != " " }
            guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
                throw .brokenTemplate
            }
            guard let value = variables[name], value.contains(where: { !$0.isWhitespace }) else {
                throw .missingVariable(name)
            }
            result += value
            rest = rest[rest.index(end, offsetBy: 2)...]
        }
        return result + rest
    }
}

extension Substring {
    /// Where a character stands twice in a row.
    fileprivate func firstDoubled(_ character: Character) -> Index? {
        var index = startIndex
        while index < endIndex {
            let next = self.index(after: index)
            if self[index] == character, next < endIndex, self[next] == character { return index }
            index = next
        }
        return nil
    }
}
