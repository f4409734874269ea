/// What was published and not yet confirmed.
///
/// A broker may lose what it acknowledged, so only the outcome of a command counts; what stays unanswered for too long
/// is published again. The id of a command is the same each time, so a copy does no harm.
package struct ConfirmationWindow<Item: Sendable>: Sendable {
    private struct Entry {
        let item: Item
        var publishedAt: ContinuousClock.Instant
        var copies = 1
    }

    package let capacity: Int
    package let patience: Duration
    /// How many were published more than once.
    package private(set) var republished = 0

    private var entries: [String: Entry] = [:]

    package init(capacity: Int, patience: Duration) {
        self.capacity = capacity
        self.patience = patience
    }

    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }
    package var room: Int { max(0, capacity - entries.count) }
    package var ids: [String] { Array(entries.keys) }

    package mutating func add(_ item: Item, id: String, at now: ContinuousClock.Instant) {
        entries[id] = Entry(item: item, publishedAt: now)
    }

    /// Takes out what has been answered; `nil` when it was not waited for.
    package mutating func confirm(_ id: String) -> Item? {
        entries.removeValue(forKey: id)?.item
    }

    /// What has waited too long; it counts as published again now, and waits longer the next time: perhaps the suite is
    /// only busy.
    package mutating func takeOverdue(at now: ContinuousClock.Instant) -> [Item] {
        var overdue: [Item] = []
        for (id, entry) in entries where now - entry.publishedAt >= patience * entry.copies {
            overdue.append(entry.item)
            if entry.copies == 1 { republished += 1 }
            entries[id]?.publishedAt = now
            entries[id]?.copies += 1
        }
        return overdue
    }
}
