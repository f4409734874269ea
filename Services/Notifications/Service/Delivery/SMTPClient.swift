import CCurl
import Dispatch

/// Sends mails by libcurl, one after the other on a thread of its own: libcurl blocks.
package final class SMTPClient: Sendable {
    package enum Outcome: Equatable, Sendable {
        case accepted
        /// The server will never take this mail.
        case refused(String)
        /// Another attempt may succeed.
        case failed(String)
    }

    private let url: String
    private let timeLimit: Duration
    private let queue = DispatchQueue(label: "aftercare.smtp")

    /// - Parameter url: `smtp://user:password@host:587` or `smtps://…`; with `smtp` TLS is used when the server offers it.
    package init(url: String, timeLimit: Duration) {
        self.url = url
        self.timeLimit = timeLimit
    }

    package func send(_ mail: MailMessage) async -> Outcome {
        await withCheckedContinuation { continuation in
            queue.async { [url, timeLimit] in
                continuation.resume(returning: SMTPTransfer.run(mail, url: url, timeLimit: timeLimit))
            }
        }
    }
}

/// Owns one curl handle and its list of receivers; freed exactly once.
private struct SMTPTransfer: ~Copyable {
    private let handle: UnsafeMutableRawPointer
    private var receivers: UnsafeMutablePointer<curl_slist>?

    /// libcurl wants this once per process, before its first use.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_SSL)) == CURLE_OK

    static func run(_ mail: MailMessage, url: String, timeLimit: Duration) -> SMTPClient.Outcome {
        guard isReady, var transfer = SMTPTransfer() else { return .failed("curl: cannot be started") }
        return transfer.send(mail, url: url, timeLimit: timeLimit)
    }

    private init?() {
        guard let handle = curl_easy_init() else { return nil }
        self.handle = handle
        receivers = nil
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(receivers)
    }

    private mutating func send(_ mail: MailMessage, url: String, timeLimit: Duration) -> SMTPClient.Outcome {
        receivers = curl_slist_append(nil, "<\(mail.to.text)>")
        let settings = [
            aftercare_curl_set_text(handle, CURLOPT_URL, url),
            aftercare_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            aftercare_curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(mail.from.text)>"),
            aftercare_curl_set_list(handle, CURLOPT_MAIL_RCPT, receivers),
            aftercare_curl_set_long(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue)),
            aftercare_curl_set_long(handle, CURLOPT_UPLOAD, 1),
            aftercare_curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            aftercare_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, 10),
            aftercare_curl_set_long(handle, CURLOPT_TIMEOUT, Int(timeLimit.components.seconds)),
        ]
        if let wrong = settings.first(where: { $0 != CURLE_OK }) { return .failed(Self.text(of: wrong)) }
        return outcome(perform(mail.bytes))
    }

    /// The bytes are lent to libcurl for the duration of the transfer.
    private func perform(_ bytes: [UInt8]) -> CURLcode {
        bytes.withUnsafeBytes { buffer in
            var upload = Upload(rest: buffer)
            return withUnsafeMutablePointer(to: &upload) { pointer in
                let set = aftercare_curl_set_reader(handle, readUpload, pointer)
                return set == CURLE_OK ? curl_easy_perform(handle) : set
            }
        }
    }

    /// A reply of 5xx to a mail is final (RFC 5321, 4.2.1); a failed login is not the mail's fault.
    private func outcome(_ code: CURLcode) -> SMTPClient.Outcome {
        guard code != CURLE_OK else { return .accepted }
        let reply = aftercare_curl_response_code(handle)
        if (500...599).contains(reply), code != CURLE_LOGIN_DENIED { return .refused("smtp \(reply)") }
        return .failed(reply > 0 ? "smtp \(reply): \(Self.text(of: code))" : Self.text(of: code))
    }

    private static func text(of code: CURLcode) -> String {
        "curl \(code.rawValue): \(String(cString: curl_easy_strerror(code)))"
    }
}

/// What libcurl has not read yet.
private struct Upload {
    var rest: UnsafeRawBufferPointer
}

/// Called by libcurl on the thread that performs the transfer, only while `perform` runs.
private func readUpload(
    _ target: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let target, let upload = context?.assumingMemoryBound(to: Upload.self) else { return 0 }
    let part = upload.pointee.rest.prefix(size * count)
    UnsafeMutableRawBufferPointer(start: target, count: size * count).copyBytes(from: part)
    upload.pointee.rest = UnsafeRawBufferPointer(rebasing: upload.pointee.rest.dropFirst(part.count))
    return part.count
}
