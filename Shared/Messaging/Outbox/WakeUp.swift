import Synchronization

/// Wakes a poller early: whoever has just committed something signals, the poller waits for a signal or a time.
package final class WakeUp: Sendable {
    private struct State {
        var isSignalled = false
        /// The wait at hand has ended, perhaps before it had a waiter.
        var isOver = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    package func signal() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            if state.waiter == nil { state.isSignalled = true }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns after a signal (one given since the last wait counts), after the time or when the task is cancelled.
    ///
    /// One waiter at a time.
    package func wait(atMost limit: Duration, on time: any RuntimeTime = ProcessTime()) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await time.sleep(for: limit)
                self.release()
            }
            await signalled()
            group.cancelAll()
        }
        state.withLock { $0.isOver = false }
    }

    private func signalled() async {
        await withCheckedContinuation { continuation in
            let isDue = state.withLock { state in
                if state.isSignalled || state.isOver {
                    state.isSignalled = false
                    return true
                }
                state.waiter = continuation
                return false
            }
            if isDue { continuation.resume() }
        }
    }

    /// Ends the wait at hand; unlike a signal it is not kept for the next one.
    private func release() {
        let waiter = state.withLock { state in
            state.isOver = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
