import Synchronization

/// The lanes that this process holds, and how many would be its share; shared by what renews them and what publishes.
final class HeldLanes: Sendable {
    private let state = Mutex<(leases: [LaneLease], share: Int)>(([], Outbox.lanes))

    var leases: [LaneLease] { state.withLock { $0.leases } }
    var lanes: [Int16] { leases.map(\.lane) }

    var share: Int {
        get { state.withLock { $0.share } }
        set { state.withLock { $0.share = newValue } }
    }

    func add(_ taken: [LaneLease]) {
        state.withLock { $0.leases = ($0.leases + taken).sorted { $0.lane < $1.lane } }
    }

    func removeAll() -> [LaneLease] {
        state.withLock { state in
            defer { state.leases = [] }
            return state.leases
        }
    }

    /// Takes out what is more than the share, from the back.
    func removeSurplus() -> [LaneLease] {
        state.withLock { state in
            let surplus = Array(state.leases.dropFirst(max(0, state.share)))
            state.leases = Array(state.leases.prefix(max(0, state.share)))
            return surplus
        }
    }
}
