import Vocabulary

/// The wording in force, by stage, channel and language.
package struct TemplateBook: Sendable {
    private let templates: [Key: MessageTemplate]

    private struct Key: Hashable, Sendable {
        let stage: Stage
        let channel: Channel
        let language: Language
    }

    /// Of several versions of one template the highest counts.
    package init(_ templates: [MessageTemplate]) {
        self.templates = Dictionary(
            templates.map { (Key(stage: $0.stage, channel: $0.channel, language: $0.language), $0) },
            uniquingKeysWith: { $0.version >= $1.version ? $0 : $1 }
        )
    }

    package func template(
        for stage: Stage,
        channel: Channel,
        language: Language
    ) throws(RenderingFailure) -> MessageTemplate {
        guard let found = templates[Key(stage: stage, channel: channel, language: language)] else {
            throw .missingTemplate(stage, channel, language)
        }
        return found
    }
}

extension TemplateBook {
    /// What every text carries beside the variables of its stage.
    package struct Sender: Codable, Equatable, Sendable {
        package let company: Bilingual
        package let hotline: String

        package init(company: Bilingual, hotline: String) {
            self.company = company
            self.hotline = hotline
        }
    }

    /// The message in the customer's language, the other one below it.
    package func content(
        for reached: ReachedStage,
        channel: Channel,
        to recipient: Recipient,
        from sender: Sender
    ) -> CustomerNotification.Content {
        do {
            let texts = try [recipient.language, recipient.language.other].map {
                (language) throws(RenderingFailure) -> RenderedText in
                let template = try template(for: reached.stage, channel: channel, language: language)
                return try template.rendered(with: variables(reached, recipient, sender, language))
            }
            return .message(
                CustomerNotification.Letter(
                    subject: letterText(texts.map(\.subject).joined(separator: " / "), reached, recipient),
                    body: letterText(texts.map(\.body).joined(separator: "\n\n--\n\n"), reached, recipient),
                    address: channel == .email ? recipient.email : nil
                )
            )
        } catch {
            return .none(error)
        }
    }

    /// Our own words around what was told of persons: as sealed as that is.
    private func letterText(_ text: String, _ reached: ReachedStage, _ recipient: Recipient) -> Personal<String> {
        let isPlain = recipient.name.isPlain || reached.variables.values.contains(where: \.isPlain)
        return isPlain ? Personal(text) : Personal(impersonal: text)
    }

    private func variables(
        _ reached: ReachedStage,
        _ recipient: Recipient,
        _ sender: Sender,
        _ language: Language
    ) -> [String: String] {
        let common = [
            "customer": recipient.name.wireText,
            "case_number": recipient.caseNumber,
            "company": language == .chinese ? sender.company.zh : sender.company.en,
            "hotline": sender.hotline,
        ]
        return reached.variables.mapValues(\.wireText).merging(common) { _, common in common }
    }
}
