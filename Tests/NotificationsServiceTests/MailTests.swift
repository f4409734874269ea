import Database
import Foundation
import Messages
import Messaging
import NotificationsDomain
import NotificationsService
import ServiceKit
import TestKit
import Testing
import Vocabulary

/// NO-02: e-mail beside the log, over a real SMTP connection.
@Suite("E-mail", .timeLimit(.minutes(2)))
struct MailTests {
    private static func channel(to server: SMTPServer, _ notifications: ServiceHarness) async throws -> MailChannel {
        let configuration = try await ServiceConfiguration.read(
            for: .notifications,
            environment: [
                "DATABASE_URL": "postgresql://localhost/x", "KAFKA_BOOTSTRAP_SERVERS": "localhost:1",
                "AFTERCARE_MASTER_KEY": TestKeys.text,
                "SMTP_URL": "smtp://127.0.0.1:\(server.port)", "SMTP_FROM": "Aftercare <service@example.com>",
            ]
        )
        return try MailChannel(try #require(configuration.mail), revealer: notifications.revealer)
    }

    @Test("given a mail server and an address, then the mail arrives once, in UTF-8, under the notification's id")
    func delivers() async throws {
        let server = try SMTPServer()
        defer { server.stop() }
        let notifications = try await makeNotifications()
        try await notifications.openMail()
        try await notifications.send(Fixture.registered())
        try await notifications.send(Fixture.closed())
        let worker = notifications.worker(try await Self.channel(to: server, notifications))
        #expect(try await worker.deliverDue() == 1)
        #expect(try await worker.deliverDue() == 0)
        let mail = try #require(server.mails.first)
        #expect(server.mails.count == 1)
        let state = try #require(
            try await notifications.sent(NotificationStateV1.self).last { $0.channel == .email }
        )
        #expect(state.status == .delivered)
        #expect(mail.contains("Message-ID: <\(state.id)@example.com>"))
        #expect(mail.contains("To: <wang@example.org>"))
        #expect(mail.contains("From: <service@example.com>"))
        let body = try #require(mail.range(of: "\n\n")).upperBound
        let encoded = mail[body...].filter { !$0.isNewline }
        let text = String(decoding: try #require(Data(base64Encoded: String(encoded))), as: UTF8.self)
        #expect(text.contains("王芳，您好！"))
        #expect(text.contains("your case AS-20241004-000042 is closed"))
    }

    @Test("given a busy server, then the mail is tried again later; given a refusal, then it has failed for good")
    func failures() async throws {
        let server = try SMTPServer()
        defer { server.stop() }
        let notifications = try await makeNotifications()
        try await notifications.openMail()
        try await notifications.send(Fixture.registered())
        try await notifications.send(Fixture.closed())
        let worker = notifications.worker(try await Self.channel(to: server, notifications))
        server.be(.isBusy)
        #expect(try await worker.deliverDue() == 1)
        #expect(try await worker.deliverDue() == 0)
        server.be(.refuses)
        try await notifications.hurry()
        #expect(try await worker.deliverDue() == 1)
        #expect(try await notifications.attempts() == ["deferred", "failed"])
        let failed = try await notifications.sent(NotificationFailedV1.self)
        #expect(failed.map(\.reason) == ["refused: smtp 550"])
        #expect(server.mails.isEmpty)
    }

    @Test("given no mail server, then no mail is written at all")
    func closedChannel() async throws {
        let notifications = try await makeNotifications()
        try await notifications.send(Fixture.registered())
        try await notifications.send(Fixture.closed())
        #expect(try await notifications.sent(NotificationStateV1.self).map(\.channel) == [.log])
    }

    @Test("given a server that is not there, then the attempt has failed for now")
    func unreachable() async throws {
        let client = SMTPClient(url: "smtp://127.0.0.1:1", timeLimit: .seconds(5))
        let address = try #require(MailAddress("a@example.org"))
        let mail = MailMessage(
            from: address,
            to: address,
            subject: "s",
            body: "b",
            date: .now,
            id: .version7(at: .now)
        )
        guard case .failed = await client.send(mail) else {
            Issue.record("a mail cannot be accepted by nobody")
            return
        }
    }

    @Test(
        "given text that could break out of a header, then it is no mail address",
        arguments: [
            "a@b\r\nBcc: c@d", "a b@c", "a@b@c", "@b", "a@", "a,b@c", "王@b", "", "a@b>\r\nRCPT TO:<c@d",
        ]
    )
    func hostileAddresses(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test("given a name before the address, then only the address counts")
    func namedAddress() throws {
        let address = try #require(MailAddress("售后 <service@example.com>"))
        #expect(address.text == "service@example.com")
        #expect(address.domain == "example.com")
    }

    @Test("given a long Chinese subject, then its header lines stay short and decode to the same text")
    func subject() throws {
        let address = try #require(MailAddress("a@example.org"))
        let subject = String(repeating: "维修完成", count: 20) + "\r\nBcc: x@y"
        let mail = MailMessage(
            from: address,
            to: address,
            subject: subject,
            body: "b",
            date: Timestamp(1_800_000_000),
            id: UniqueID(high: 1, low: 2)
        )
        let lines = String(decoding: mail.bytes, as: UTF8.self).split(
            separator: "\r\n",
            omittingEmptySubsequences: false
        )
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(lines.first == "Date: Fri, 15 Jan 2027 08:00:00 +0000")
        #expect(!lines.contains { $0.hasPrefix("Bcc") })
        let words = lines.joined().components(separatedBy: "=?UTF-8?B?").dropFirst().map {
            $0.components(separatedBy: "?=").first ?? ""
        }
        let decoded = words.compactMap { Data(base64Encoded: $0) }.reduce(Data(), +)
        #expect(String(decoding: decoded, as: UTF8.self) == String(repeating: "维修完成", count: 20) + "Bcc: x@y")
    }
}
