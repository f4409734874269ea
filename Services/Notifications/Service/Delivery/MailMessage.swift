import Foundation
import Vocabulary

/// A mail in the form in which it travels (RFC 5322 and MIME), UTF-8 throughout.
package struct MailMessage: Sendable {
    package let from: MailAddress
    package let to: MailAddress
    package let subject: String
    package let body: String
    package let date: Timestamp
    /// The same for every attempt, so that mail systems can see that it is one mail.
    package let id: UniqueID

    package init(from: MailAddress, to: MailAddress, subject: String, body: String, date: Timestamp, id: UniqueID) {
        self.from = from
        self.to = to
        self.subject = subject
        self.body = body
        self.date = date
        self.id = id
    }

    package var bytes: [UInt8] {
        let lines = [
            "Date: \(date.mailDate)",
            "From: <\(from.text)>",
            "To: <\(to.text)>",
            "Subject: \(Self.encodedWords(subject))",
            "Message-ID: <\(id)@\(from.domain)>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            Self.base64Lines(body),
            "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// RFC 2047: words of at most 75 characters that never split a character.
    static func encodedWords(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for character in text where !character.isNewline {
            let bytes = Array(String(character).utf8)
            if words[words.count - 1].count + bytes.count > 42 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    private static func base64Lines(_ text: String) -> String {
        let normalised = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        return Data(normalised.utf8).base64EncodedString(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
    }
}

/// A mail address that can stand in a header and in an envelope; nothing else can be made.
package struct MailAddress: Sendable, Equatable {
    package let text: String

    /// One `@`, printable ASCII, no space, bracket, comma, semicolon or quote; the display name of `Name <a@b>` is
    /// dropped.
    package init?(_ written: String) {
        var text = Substring(written)
        if let open = text.lastIndex(of: "<"), text.last == ">" {
            text = text[text.index(after: open)...].dropLast()
        }
        let forbidden: Set<Character> = [" ", "<", ">", ",", ";", "\"", "(", ")", "\\", "[", "]", ":"]
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), text.utf8.count <= 254,
            text.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) }),
            !text.contains(where: forbidden.contains)
        else { return nil }
        self.text = String(text)
    }

    package var domain: Substring { text.split(separator: "@").last ?? "" }
}

extension Timestamp {
    /// The date of a mail header: `Sat, 21 Nov 2026 14:30:00 +0000`.
    fileprivate var mailDate: String {
        let (day, timeOfDay) = ZoneOffset.utc.wallClock(at: self)
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let seconds = timeOfDay.components.seconds
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0.padded(to: 2) }.joined(separator: ":")
        let date = "\(day.day.padded(to: 2)) \(months[day.month - 1]) \(day.year.padded(to: 4))"
        return "\(weekdays[day.weekday.rawValue]), \(date) \(time) +0000"
    }
}
