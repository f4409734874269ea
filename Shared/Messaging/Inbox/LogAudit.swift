import Messages

/// Recognises, partition by partition, whether the log still is the one that was read.
///
/// Pure: the consumer tells it what comes and does what it says.
///
/// Reading begins at the last record that was applied, not behind it: the first record to arrive is compared with what
/// was noted, and dropped when it is the same.
struct LogAudit: Sendable {
    private var marks: [TopicPartition: ReadMark] = [:]
    /// Partitions whose first record is still to be compared.
    private var unconfirmed: Set<TopicPartition> = []

    /// Begins with partitions that the group has given.
    ///
    /// - Returns: where to read; the beginning where nothing was noted.
    mutating func begin(
        _ partitions: [TopicPartition],
        marks known: [TopicPartition: ReadMark]
    ) -> [(TopicPartition, offset: Int64)] {
        partitions.map { partition in
            marks[partition] = known[partition]
            unconfirmed.remove(partition)
            guard let mark = known[partition] else { return (partition, offset: .beginning) }
            guard mark.digest != nil, mark.offset >= 0 else { return (partition, offset: mark.next) }
            unconfirmed.insert(partition)
            return (partition, offset: mark.offset)
        }
    }

    mutating func end(_ partitions: [TopicPartition]) {
        for partition in partitions {
            marks[partition] = nil
            unconfirmed.remove(partition)
        }
    }

    /// Takes out what was read only to be compared.
    ///
    /// - Returns: what is to be applied, and the partitions whose log is another one: nothing of theirs is among it.
    mutating func sift(_ records: [IncomingRecord]) -> (fresh: [IncomingRecord], changed: [TopicPartition]) {
        var changed: [TopicPartition] = []
        let fresh = records.filter { record in
            let partition = record.topicPartition
            if changed.contains(partition) { return false }
            guard unconfirmed.contains(partition), let mark = marks[partition] else { return true }
            if record.offset == mark.offset, record.fingerprint == mark.digest {
                unconfirmed.remove(partition)
                return false
            }
            // Compaction takes single records out of a log of snapshots.
            if record.offset > mark.offset, partition.topic.hasSuffix(".state.v1") {
                unconfirmed.remove(partition)
                return true
            }
            changed.append(partition)
            return false
        }
        return (fresh, changed)
    }

    /// Notes what was applied.
    mutating func note(_ records: [IncomingRecord]) {
        for record in records { marks[record.topicPartition] = ReadMark(offset: record.offset, digest: nil) }
    }

    enum Remedy: Equatable, Sendable {
        /// The log is there: go on here.
        case resume(at: Int64)
        /// The broker dropped what was not read yet: go on here.
        case overtaken(first: Int64, resume: Int64)
        /// The log ends before what was read: it is another one.
        case changed
    }

    /// What to do when the broker does not have the position of a partition, but `low` to `high`.
    func remedy(for partition: TopicPartition, low: Int64, high: Int64) -> Remedy {
        guard let mark = marks[partition] else { return .resume(at: low) }
        if mark.next > high { return .changed }
        if mark.next < low { return .overtaken(first: mark.next, resume: low) }
        return .resume(at: mark.next)
    }

    /// Where reading of a partition stood; `nil` when nothing of it was read.
    func next(of partition: TopicPartition) -> Int64? { marks[partition]?.next }

    /// Goes on with a partition whose records need no comparison.
    mutating func restart(_ partition: TopicPartition) {
        marks[partition] = nil
        unconfirmed.remove(partition)
    }
}
