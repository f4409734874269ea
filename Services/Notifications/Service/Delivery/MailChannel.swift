import Messaging
import NotificationsDomain
import ServiceKit
import Vocabulary

/// E-mail by SMTP.
package struct MailChannel: DeliveryChannel {
    package let name = Channel.email
    package let batchSize = 10
    /// Ten mails of at most twenty seconds each, and some time to spare.
    package let lease = Duration.seconds(300)

    private let client: SMTPClient
    private let sender: MailAddress
    private let revealer: Revealer

    /// - Throws: when the sender is not a mail address.
    package init(_ settings: MailSettings, revealer: Revealer) throws {
        self.revealer = revealer
        guard let sender = MailAddress(settings.from) else {
            throw StartFailure("SMTP_FROM: is not a mail address → write it as service@example.com")
        }
        self.sender = sender
        client = SMTPClient(url: settings.url, timeLimit: .seconds(20))
    }

    package func deliver(_ notification: CustomerNotification) async -> DeliveryCommand {
        guard let letter = notification.letter else {
            return .recordFailure("there is no text", isFinal: true)
        }
        let parts = [letter.address?.wireText ?? "", letter.subject.wireText, letter.body.wireText]
        guard let opened = try? await revealer.reveal(parts), !opened.hasSealed else {
            return .recordFailure("the key of the personal data is not here", isFinal: false)
        }
        guard !opened.hasErased else { return .recordFailure("the personal data were erased", isFinal: true) }
        guard let address = MailAddress(opened.texts[0]) else {
            return .recordFailure("the address is not a mail address", isFinal: true)
        }
        let mail = MailMessage(
            from: sender,
            to: address,
            subject: opened.texts[1],
            body: opened.texts[2],
            date: .now,
            id: notification.id.value
        )
        switch await client.send(mail) {
        case .accepted: return .recordDelivery
        case .refused(let reason): return .recordFailure(reason, isFinal: true)
        case .failed(let reason): return .recordFailure(reason, isFinal: false)
        }
    }
}
