import Vocabulary

/// Partitions from which nothing is taken because too much waits in parked lanes; each is tried again after a while.
///
/// Pure.
struct HeldPartitions: Sendable {
    static let patience: Duration = .seconds(5)

    private var since: [TopicPartition: Duration] = [:]

    mutating func hold(_ partitions: some Sequence<TopicPartition>, at time: Duration) {
        for partition in partitions { since[partition] = time }
    }

    mutating func forget(_ partitions: [TopicPartition]) {
        for partition in partitions { since[partition] = nil }
    }

    /// Those that have waited long enough; they are held no longer.
    mutating func release(at time: Duration) -> [TopicPartition] {
        let due = since.filter { time - $0.value >= Self.patience }.keys.sorted()
        forget(due)
        return due
    }
}
