import Glibc
import Synchronization

/// A mail server as far as one client needs it: it takes mails on a loopback port, or refuses them.
final class SMTPServer: Sendable {
    /// What it answers to the receiver's address.
    enum Mood: String, Sendable {
        case accepts = "250 OK"
        case refuses = "550 no such user"
        case isBusy = "451 try again later"
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex<(mood: Mood, mails: [String])>((.accepts, []))

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard isListening else { throw NotListening() }
        port = UInt16(bigEndian: address.sin_port)
        let retained = Unmanaged.passRetained(self)
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<SMTPServer>.fromOpaque(context).takeRetainedValue().serve()
                return nil
            },
            retained.toOpaque()
        )
        pthread_detach(thread)
    }

    struct NotListening: Error {}

    var mails: [String] { state.withLock { $0.mails } }

    func be(_ mood: Mood) { state.withLock { $0.mood = mood } }

    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve() {
        while case let connection = accept(listener, nil, nil), connection >= 0 {
            talk(connection)
            close(connection)
        }
        close(listener)
    }

    private func talk(_ connection: Int32) {
        var reader = LineReader(connection: connection)
        say("220 test", connection)
        while let line = reader.next() {
            switch line.prefix(4).uppercased() {
            case "RCPT": say(state.withLock { $0.mood.rawValue }, connection)
            case "DATA":
                say("354 go on", connection)
                var mail: [String] = []
                while let line = reader.next(), line != "." { mail.append(line) }
                state.withLock { $0.mails.append(mail.joined(separator: "\n")) }
                say("250 taken", connection)
            case "QUIT": return say("221 bye", connection)
            default: say("250 OK", connection)
            }
        }
    }

    private func say(_ text: String, _ connection: Int32) {
        let bytes = Array((text + "\r\n").utf8)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}

private struct LineReader {
    let connection: Int32
    private var buffer: [UInt8] = []

    init(connection: Int32) {
        self.connection = connection
    }

    /// The next line without its end; `nil` when the other side has hung up.
    mutating func next() -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[..<end].filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
                buffer.removeSubrange(...end)
                return line
            }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }
}
