import Vocabulary

/// The booked time of one technician: disjoint stretches in order, neighbours that touch are one.
package struct BusyTimes: Hashable, Sendable {
    package private(set) var blocks: [AppointmentWindow] = []

    package init(_ windows: [AppointmentWindow] = []) {
        for window in windows { insert(window) }
    }

    /// How much time is booked in all.
    package var load: Duration {
        blocks.reduce(.zero) { $0 + $1.length }
    }

    package func isFree(_ window: AppointmentWindow) -> Bool {
        firstOverlap(with: window) == nil
    }

    /// The earliest stretch that overlaps the window.
    package func firstOverlap(with window: AppointmentWindow) -> AppointmentWindow? {
        let index = indexOfFirst { $0.end > window.start }
        guard index < blocks.count, blocks[index].overlaps(window) else { return nil }
        return blocks[index]
    }

    package mutating func insert(_ window: AppointmentWindow) {
        guard window.start < window.end else { return }
        let from = indexOfFirst { $0.end >= window.start }
        let to = max(from, indexOfFirst { $0.start > window.end })
        let merged = blocks[from..<to].reduce(window) { joined, block in
            AppointmentWindow(start: min(joined.start, block.start), end: max(joined.end, block.end))
        }
        blocks.replaceSubrange(from..<to, with: [merged])
    }

    package mutating func remove(_ window: AppointmentWindow) {
        guard window.start < window.end else { return }
        let from = indexOfFirst { $0.end > window.start }
        let to = max(from, indexOfFirst { $0.start >= window.end })
        let remaining = blocks[from..<to].flatMap { block in
            [
                AppointmentWindow(start: block.start, end: min(block.end, window.start)),
                AppointmentWindow(start: max(block.start, window.end), end: block.end),
            ].filter { $0.start < $0.end }
        }
        blocks.replaceSubrange(from..<to, with: remaining)
    }

    /// Binary search: the blocks are in order, so `condition` holds from some index on.
    private func indexOfFirst(where condition: (AppointmentWindow) -> Bool) -> Int {
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if condition(blocks[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
