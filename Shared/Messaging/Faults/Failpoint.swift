#if FAILPOINTS
import Glibc
#endif

/// A named place where a test build can be made to die, stop, fail or wait; nothing at all in a release build.
///
/// `AFTERCARE_FAILPOINTS` holds rules such as `relay.reported:kill:0.05,consumer.inside:stop:1:after=20:count=1`: the
/// name, what happens (`kill`, `stop`, `error`, `delay=200` in milliseconds), how likely, from which pass on, how often.
package enum Failpoint {
    #if FAILPOINTS
    private static let rules = FailpointRules(text: getenv("AFTERCARE_FAILPOINTS").map { String(cString: $0) } ?? "")

    /// - Throws: `FailpointError` where a rule says so.
    package static func reach(_ name: StaticString) async throws {
        switch rules.draw(name.description) {
        case nil: return
        case .kill: kill(getpid(), SIGKILL)
        case .stop: kill(getpid(), SIGSTOP)
        case .error: throw FailpointError(name: name.description)
        case .delay(let duration): try await Task.sleep(for: duration)
        }
    }

    /// The same where nobody can wait and nothing can be thrown; within 20 ms, so that other threads get on with
    /// what has been handed to them.
    package static func pass(_ name: StaticString) {
        guard let action = rules.draw(name.description) else { return }
        usleep(.random(in: 0...20_000))
        kill(getpid(), action == .stop ? SIGSTOP : SIGKILL)
    }
    /// A time that tests shorten, from the environment.
    package static func seconds(_ variable: String) -> Int? {
        getenv(variable).flatMap { Int(String(cString: $0)) }
    }
    #else
    @inlinable
    package static func seconds(_ variable: String) -> Int? { nil }

    @inlinable
    package static func pass(_ name: StaticString) {}

    @inlinable
    package static func reach(_ name: StaticString) async throws {}
    #endif
}
