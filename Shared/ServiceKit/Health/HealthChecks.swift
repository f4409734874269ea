import Synchronization

/// What one part of a service says of itself.
package enum HealthState: Equatable, Sendable {
    case ready
    /// Something is missing, but work can be accepted and is kept until it can go on.
    case impaired(String)
    /// With the reason, for the operator; never with personal data.
    case notReady(String)

    var admitsWork: Bool {
        switch self {
        case .ready, .impaired: true
        case .notReady: false
        }
    }
}

/// The checks that decide whether an instance may be given work.
///
/// Parts of the service register theirs.
package final class HealthChecks: Sendable {
    package typealias Check = @Sendable () async -> HealthState

    private struct State {
        var checks: [String: Check] = [:]
        var lives: [String: @Sendable () -> String?] = [:]
        var isDraining = false
    }

    private let state = Mutex(State())

    package init() {}

    package func register(_ name: String, _ check: @escaping Check) {
        state.withLock { $0.checks[name] = check }
    }

    /// Something that must not hang: answers why the process has to be ended, `nil` while it need not.
    package func registerLife(_ name: String, _ failure: @escaping @Sendable () -> String?) {
        state.withLock { $0.lives[name] = failure }
    }

    /// Why the process has to be ended; `nil` while it is alive.
    package var failureOfLife: String? {
        let lives = state.withLock { $0.lives }
        return lives.sorted { $0.key < $1.key }.lazy.compactMap { $0.value() }.first
    }

    /// From now on the instance is not ready, whatever the checks say.
    package func beginDraining() {
        state.withLock { $0.isDraining = true }
    }

    /// Every check's answer, by name; one that does not answer within the limit is not ready.
    package func evaluate(within limit: Duration = .seconds(2)) async -> [(name: String, state: HealthState)] {
        let (checks, isDraining) = state.withLock { ($0.checks, $0.isDraining) }
        let answers = await withTaskGroup(of: (name: String, state: HealthState).self) { group in
            for (name, check) in checks {
                group.addTask { (name, await Self.answer(of: check, within: limit)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let drain: [(name: String, state: HealthState)] =
            isDraining ? [("drain", .notReady("the instance is shutting down"))] : []
        return drain + answers.sorted { $0.name < $1.name }
    }

    private static func answer(of check: @escaping Check, within limit: Duration) async -> HealthState {
        await withTaskGroup(of: HealthState?.self) { group in
            group.addTask { await check() }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .notReady("no answer within \(limit)")
        }
    }
}
