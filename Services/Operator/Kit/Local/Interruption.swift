import Dispatch
import Foundation
import Synchronization

/// Hears Ctrl-C, `kill` and a closed terminal, once for all who wait.
package final class Interruption: Sendable {
    private let hasHappened = Mutex(false)
    /// Kept alive; set once and never looked at again.
    private nonisolated(unsafe) var sources: [any DispatchSourceSignal] = []

    package init() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in self?.hasHappened.withLock { $0 = true } }
            source.resume()
            sources.append(source)
        }
    }

    package var isOver: Bool { hasHappened.withLock { $0 } }

    /// Returns at the first signal, or when the task is cancelled.
    package func wait() async {
        while !isOver, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(100)) }
    }
}

extension Suite {
    /// Says when a process of the suite ends on its own.
    package func watch(until interruption: Interruption) async {
        var reported: Set<Int32> = []
        while !interruption.isOver {
            for (name, process) in known where !process.isAlive && !reported.contains(process.pid) {
                var status: Int32 = 0
                waitpid(process.pid, &status, WNOHANG)
                reported.insert(process.pid)
                say(
                    "\(name) (process \(process.pid)) has ended. `aftercare up --detach` in another terminal starts it."
                )
            }
            try? await Task.sleep(for: .milliseconds(500))
        }
    }
}
