/// Asks again and again until the condition holds: for what happens on its own time elsewhere.
///
/// - Throws: `NeverHappened` after the limit; what the condition throws at once.
package func eventually(
    within limit: Duration = .seconds(10),
    isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    _ = try await eventuallyFound(within: limit) { try await condition() ? true : nil }
}

/// Asks again and again until there is a value.
package func eventuallyFound<Value>(
    within limit: Duration = .seconds(10),
    isolation: isolated (any Actor)? = #isolation,
    _ value: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    var pause = Duration.milliseconds(2)
    while true {
        if let found = try await value() { return found }
        guard ContinuousClock.now < deadline else { throw NeverHappened(limit: limit) }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(100))
    }
}

package struct NeverHappened: Error, CustomStringConvertible {
    package let limit: Duration
    package var description: String { "it did not happen within \(limit)" }
}
