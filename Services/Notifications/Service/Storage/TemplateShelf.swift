import Database
import Messaging
import NotificationsDomain
import Vocabulary

/// The wording, the sender and the channels in force; read once per batch, changed by migrations and operators only.
package struct TemplateShelf: StoredAggregate {
    package typealias Key = String

    /// There is one shelf.
    package static let key = "current"

    package let book: TemplateBook
    package let sender: TemplateBook.Sender
    package let mailIsOpen: Bool

    package static func load(
        _ keys: [String],
        in transaction: borrowing Transaction
    ) async throws -> [String: Stored<TemplateShelf>] {
        let results = try await transaction.pipeline([
            """
            select distinct on (stage, channel, language) code, stage, channel, language, subject, body, version
            from template order by stage, channel, language, version desc
            """,
            "select company_zh, company_en, hotline from sender",
            "select name from channel where is_open and name = 'email'",
        ])
        guard results.count == 3, let sender = results[1].first else { return [:] }
        let shelf = TemplateShelf(
            book: TemplateBook(try results[0].compactMap(MessageTemplate.init)),
            sender: TemplateBook.Sender(
                company: Bilingual(zh: try sender.decode("company_zh"), en: try sender.decode("company_en")),
                hotline: try sender.decode("hotline")
            ),
            mailIsOpen: !results[2].isEmpty
        )
        return [key: Stored(value: shelf, version: 1)]
    }

    package static func save(
        _ changes: [StoredChange<TemplateShelf>],
        in transaction: borrowing Transaction
    ) async throws {}
}

extension MessageTemplate {
    /// `nil` for a stage, channel or language that this version does not know.
    fileprivate init?(_ row: Row) throws {
        guard let stage = Stage(rawValue: try row.decode("stage")),
            let channel = Channel(rawValue: try row.decode("channel")),
            let language = Language(rawValue: try row.decode("language"))
        else { return nil }
        self.init(
            code: try row.decode("code"),
            stage: stage,
            channel: channel,
            language: language,
            subject: try row.decode("subject"),
            body: try row.decode("body"),
            version: try row.decode("version")
        )
    }
}
