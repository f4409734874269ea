import ServiceLifecycle
import Synchronization

/// Says that no more work is to be begun, to code that finishes what it has in hand.
final class StopSign: Sendable {
    private let isRaised = Atomic<Bool>(false)

    var isUp: Bool { isRaised.load(ordering: .acquiring) || Task.isCancelled }

    func raise() { isRaised.store(true, ordering: .releasing) }

    /// Sleeps, not longer than until the sign goes up.
    func sleep(for duration: Duration, on time: any RuntimeTime) async {
        guard !isUp else { return }
        await cancelWhenGracefulShutdown { try? await time.sleep(for: duration) }
    }
}
