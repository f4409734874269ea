/// Which tasks are under way, so that a list that lags behind does not make anybody act twice.
package struct DemoAgenda: Sendable {
    /// How long a task may show no effect before it is done again.
    package static let patience = Duration.seconds(15)
    /// After so many tries a thing counts as stuck.
    package static let mostAttempts = 200

    private struct Entry {
        var phase: String
        var attempt: Int
        var begunAt: ContinuousClock.Instant
        var isRunning: Bool
    }

    private var entries: [String: Entry] = [:]

    package init() {}

    /// Things that stay where they are whatever is sent.
    package var stuck: [String] {
        entries.filter { $0.value.attempt >= Self.mostAttempts }.map { "\($0.key) (\($0.value.phase))" }.sorted()
    }

    package var runningCount: Int { entries.values.count(where: \.isRunning) }

    /// Begins a task unless it is under way or was done a moment ago.
    ///
    /// - Returns: the number of the attempt, which belongs into the idempotency key; `nil` when it is not to be begun.
    package mutating func begin(_ task: DemoTask, at now: ContinuousClock.Instant) -> Int? {
        guard let known = entries[task.subject], known.phase == task.phase else {
            if entries[task.subject]?.isRunning == true { return nil }
            entries[task.subject] = Entry(phase: task.phase, attempt: 0, begunAt: now, isRunning: true)
            return 0
        }
        guard !known.isRunning, now - known.begunAt >= Self.patience, known.attempt < Self.mostAttempts else {
            return nil
        }
        entries[task.subject] = Entry(phase: task.phase, attempt: known.attempt + 1, begunAt: now, isRunning: true)
        return known.attempt + 1
    }

    package mutating func end(_ subject: String, at now: ContinuousClock.Instant) {
        entries[subject]?.isRunning = false
        entries[subject]?.begunAt = now
    }
}
