import Synchronization

/// What the relay has to say about itself to health checks and displays.
package final class RelayState: Sendable {
    private let found = Mutex<RebaseNeeded?>(nil)

    package init() {}

    /// Why nothing is published, in words for the operator; `nil` when all is well.
    package var obstacle: String? { found.withLock { $0?.description } }

    /// - Returns: whether that is news.
    func note(_ obstacle: RebaseNeeded?) -> Bool {
        found.withLock { known in
            defer { known = obstacle }
            return known != obstacle
        }
    }
}
