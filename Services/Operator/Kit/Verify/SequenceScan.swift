import Vocabulary

/// Follows one sender's numbers in one partition as a consumer does.
///
/// A sender publishes its numbers in order without gaps and may publish them again. After the loss of a broker the first
/// ones may come from a replay behind later ones, so the walk begins at the lowest number that is there.
package struct SequenceScan: Sendable {
    package struct Entry: Sendable, Equatable {
        let sequence: Int64
        let id: String
        let key: String

        package init(_ sequence: Int64, _ id: String, key: String) {
            self.sequence = sequence
            self.id = id
            self.key = key
        }
    }

    /// Where a message stands in the sender's outbox.
    package struct Place: Sendable, Equatable {
        let number: Int64
        let writtenAt: Timestamp

        package init(number: Int64, writtenAt: Timestamp) {
            self.number = number
            self.writtenAt = writtenAt
        }
    }

    private var entries: [Entry] = []

    package init() {}

    package mutating func add(_ entry: Entry) { entries.append(entry) }

    package var ids: Set<String> { Set(entries.map(\.id)) }
    /// Messages without their copies.
    package var distinctCount: Int { Set(entries.map(\.sequence)).count }
    package var copies: Int { entries.count - distinctCount }

    /// - Parameters:
    ///   - hasGaps: compaction and expiry may have taken single messages away.
    ///   - places: the order in which the sender wrote its messages, by id; messages that are not in it are skipped.
    ///   - tolerance: what was written within so much time has no order of its own, as it came side by side.
    package func violations(
        hasGaps: Bool,
        places: [String: Place],
        tolerance: Duration = .zero
    ) -> [String] {
        var violations: [String] = []
        var idBySequence: [Int64: String] = [:]
        var lastPlace: [String: Place] = [:]
        for entry in entries {
            if let known = idBySequence[entry.sequence], known != entry.id {
                violations.append("number \(entry.sequence) stands for \(known) and for \(entry.id)")
            }
            idBySequence[entry.sequence] = entry.id
        }
        guard var expected = entries.map(\.sequence).min() else { return [] }
        for entry in entries where entry.sequence >= expected {
            guard entry.sequence == expected || hasGaps else { continue }
            expected = entry.sequence + 1
            guard let place = places[entry.id] else { continue }
            if let last = lastPlace[entry.key], last.number > place.number,
                last.writtenAt - place.writtenAt >= tolerance
            {
                violations.append("message \(entry.id) of key \(entry.key) stands behind a later one")
            }
            lastPlace[entry.key] = place
        }
        if let highest = entries.map(\.sequence).max(), expected <= highest, !hasGaps {
            violations.append("number \(expected) is missing, \(highest) is there")
        }
        return violations
    }
}
