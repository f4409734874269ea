import NotificationsDomain
import Testing
import Vocabulary

@Suite("Composing a message")
struct TemplateBookTests {
    private let sender = TemplateBook.Sender(company: Bilingual(zh: "安服", en: "Aftercare"), hotline: "400-1")
    private let reached = ReachedStage(
        eventID: UniqueID(high: 1, low: 1),
        stage: .caseClosed,
        variables: ["outcome": Personal("repaired")],
        at: Timestamp(0)
    )

    private func template(_ language: Language, _ body: String, version: Int = 1) -> MessageTemplate {
        MessageTemplate(
            code: "case-closed.email.\(language.rawValue)",
            stage: .caseClosed,
            channel: .email,
            language: language,
            subject: language.rawValue,
            body: body,
            version: version
        )
    }

    private func recipient(_ language: Language, email: String? = "a@example.org") -> Recipient {
        Recipient(name: Personal("Ann"), email: email.map { Personal($0) }, language: language, caseNumber: "AS-1")
    }

    @Test(
        "given both languages, when a message is composed, then the customer's stands first",
        arguments: [
            (Language.chinese, "结案 安服\n\n--\n\nclosed Aftercare"), (.english, "closed Aftercare\n\n--\n\n结案 安服"),
        ]
    )
    func bothLanguages(language: Language, body: String) {
        let book = TemplateBook([template(.chinese, "结案 {{company}}"), template(.english, "closed {{company}}")])
        let content = book.content(for: reached, channel: .email, to: recipient(language), from: sender)
        let subject = language == .chinese ? "zh / en" : "en / zh"
        let letter = CustomerNotification.Letter(
            subject: Personal(subject),
            body: Personal(body),
            address: Personal("a@example.org")
        )
        #expect(content == .message(letter))
    }

    @Test("given a missing variable in the second language only, then nothing is sent at all (NO-01)")
    func missingInSecondLanguage() {
        let book = TemplateBook([template(.chinese, "{{outcome}}"), template(.english, "{{nothing}}")])
        let content = book.content(for: reached, channel: .email, to: recipient(.chinese), from: sender)
        #expect(content == .none(.missingVariable("nothing")))
    }

    @Test("given no template for a language, then nothing is sent and the gap is named")
    func missingTemplate() {
        let book = TemplateBook([template(.chinese, "{{outcome}}")])
        let content = book.content(for: reached, channel: .email, to: recipient(.chinese), from: sender)
        #expect(content == .none(.missingTemplate(.caseClosed, .email, .english)))
    }

    @Test("given two versions of a template, then the higher one counts")
    func versions() throws {
        let book = TemplateBook([template(.chinese, "new", version: 2), template(.chinese, "old", version: 1)])
        #expect(try book.template(for: .caseClosed, channel: .email, language: .chinese).body == "new")
    }

    @Test("given an event with a variable of the sender's name, then the sender's value counts")
    func senderWins() {
        let forged = ReachedStage(
            eventID: UniqueID(high: 1, low: 1),
            stage: .caseClosed,
            variables: ["hotline": Personal("666")],
            at: Timestamp(0)
        )
        let book = TemplateBook([template(.chinese, "{{hotline}}"), template(.english, "{{hotline}}")])
        let content = book.content(for: forged, channel: .log, to: recipient(.chinese), from: sender)
        #expect(content == .none(.missingTemplate(.caseClosed, .log, .chinese)))
        let mail = book.content(for: forged, channel: .email, to: recipient(.chinese), from: sender)
        guard case .message(let letter) = mail else { return #expect(mail == .none(.brokenTemplate)) }
        #expect(letter.body.wireText == "400-1\n\n--\n\n400-1")
    }

    @Test(
        "given an address and a mail server, then e-mail is a channel beside the log (NO-02)",
        arguments: [
            ("a@example.org", true, [Channel.log, .email]), ("a@example.org", false, [.log]), ("none", true, [.log]),
        ]
    )
    func channels(email: String, mailIsConfigured: Bool, expected: [Channel]) {
        #expect(recipient(.english, email: email).channels(mailIsConfigured: mailIsConfigured) == expected)
        #expect(recipient(.english, email: nil).channels(mailIsConfigured: true) == [.log])
    }
}
