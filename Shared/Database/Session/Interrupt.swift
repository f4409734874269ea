import Glibc
import Synchronization

/// Wakes a connection that waits for its socket because the task that it works for was cancelled.
///
/// Each piece of work has a number, so that a late cancellation does not hit the next one.
final class Interrupt: Sendable {
    /// Becomes readable when a cancellation arrives.
    let readEnd: Int32
    private let writeEnd: Int32
    private let cancelled = Atomic<UInt64>(0)

    init() throws(DatabaseError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .connection("no pipe for a connection (error \(errno))", sqlState: "53000")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func cancel(_ work: UInt64) {
        cancelled.store(work, ordering: .releasing)
        var signal: UInt8 = 1
        _ = write(writeEnd, &signal, 1)  // a full pipe is readable already
    }

    func isCancelled(_ work: UInt64) -> Bool {
        cancelled.load(ordering: .acquiring) == work
    }

    func drain() {
        var signals: [UInt8] = Array(repeating: 0, count: 64)
        while read(readEnd, &signals, signals.count) > 0 {}
    }
}
