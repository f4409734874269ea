/// Notices that not the keys are at fault but something that all of them need: the heads of many keys fail in a row, each
/// for the same reason.
///
/// Only failures of the database itself count. That something must come first is no reason to stop: it may come through
/// the very topics that would stand still then.
struct DependencyWatch: Sendable {
    /// So many different keys in a row.
    let limit: Int
    private var failure: FailureClass?
    private var keys: Set<String> = []
    /// Set when waiting has not helped either: keys are parked again until one of them succeeds.
    private var isOverruled = false

    init(limit: Int = 20) {
        self.limit = limit
    }

    /// Notes that nothing but this key was tried and failed.
    ///
    /// - Returns: whether it is time to stop parking.
    mutating func failed(_ key: String, _ failure: FailureClass) -> Bool {
        guard case .dependency = failure else { return false }
        if self.failure != failure {
            self.failure = failure
            keys = []
        }
        keys.insert(key)
        return keys.count >= limit && !isOverruled
    }

    mutating func succeeded() {
        self = DependencyWatch(limit: limit)
    }

    mutating func overrule() {
        isOverruled = true
    }
}

/// Everything fails for one reason: parking all keys would help nobody.
package struct DependencyFailure: Error, Sendable, CustomStringConvertible {
    /// Why the last key failed; holds no values.
    package let reason: String

    package var description: String { "everything fails for one reason: \(reason)" }
}
