import CLibPQ
import Glibc

/// Owns one `PGconn`; closed exactly once.
///
/// Only used on the thread of its session.
struct ConnectionHandle: ~Copyable {
    let raw: OpaquePointer

    init(adopting raw: OpaquePointer) {
        self.raw = raw
    }

    deinit { PQfinish(raw) }

    var isBroken: Bool { PQstatus(raw) != CONNECTION_OK }
    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(raw) }

    /// An idle connection has nothing to say; a readable one was closed by the server or the network.
    var isSilent: Bool {
        var socket = pollfd(fd: PQsocket(raw), events: Int16(POLLIN), revents: 0)
        return !isBroken && poll(&socket, 1, 0) == 0
    }

    /// Asks the server to give up the running statement; waits until the request was delivered.
    func requestCancel() {
        guard let request = PQgetCancel(raw) else { return }
        defer { PQfreeCancel(request) }
        var text = [CChar](repeating: 0, count: 256)
        _ = PQcancel(request, &text, Int32(text.count))
    }
}

/// What ended a wait.
enum Readiness {
    case socket(canRead: Bool)
    case interrupted
    case timedOut
}

extension ConnectionHandle {
    /// Waits for the socket, for a cancellation, or for the limit; `nil` waits for ever.
    func wait(reading: Bool, writing: Bool, interrupt: Interrupt?, limit: Duration?) -> Readiness {
        let wanted = Int16((reading ? POLLIN : 0) | (writing ? POLLOUT : 0))
        var entries = [pollfd(fd: PQsocket(raw), events: wanted, revents: 0)]
        if let interrupt { entries.append(pollfd(fd: interrupt.readEnd, events: Int16(POLLIN), revents: 0)) }
        let milliseconds = limit.map { Int32(clamping: max(1, $0.components.seconds * 1000)) } ?? -1
        while true {
            let count = poll(&entries, nfds_t(entries.count), milliseconds)
            if count < 0, errno == EINTR { continue }
            if count == 0 { return .timedOut }
            if let interrupt, entries[1].revents != 0 {
                interrupt.drain()
                return .interrupted
            }
            return .socket(canRead: entries[0].revents & ~Int16(POLLOUT) != 0)
        }
    }
}
