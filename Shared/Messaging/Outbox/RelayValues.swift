import Messages
import Vocabulary

/// A row of the outbox on its way to the broker.
struct RelayRow: Sendable {
    let lane: Int16
    let tick: Int64
    let seq: Int64
    let partition: TopicPartition
    let key: String
    let headers: [(name: String, value: String)]
    let payload: [UInt8]

    var place: RowPlace { RowPlace(lane: lane, tick: tick, seq: seq) }
    /// As it travels in the record's headers.
    var eventID: String { headers.first { $0.name == HeaderName.id }?.value ?? "" }
}

/// Where a row stands in publishing order.
struct RowPlace: Sendable, Equatable {
    let lane: Int16
    let tick: Int64
    let seq: Int64
}

/// A row with its number in its partition.
struct NumberedRow: Sendable {
    let row: RelayRow
    let sequence: Int64
}

/// How much is read and sent at once.
struct SliceBudget: Sendable, Equatable {
    var rows: Int
    var bytes: Int

    /// For new messages.
    static let live = SliceBudget(rows: 8000, bytes: 4 << 20)
    /// For messages published again while new ones wait behind them.
    static let aside = SliceBudget(rows: 1000, bytes: 1 << 20)
}

/// Rows read at once.
struct RelaySlice: Sendable {
    let rows: [RelayRow]
    /// Nothing comes after them in the windows asked for.
    let isLast: Bool
}

/// A window of the outbox: what `upper` sees and `lower` did not, among rows of one era.
///
/// Read again, it is the same rows in the same order.
struct RelayWindow: Sendable {
    let lane: Int16
    let tick: Int64
    var era: Int16 = 1
    let lower: String
    let upper: String
    /// Its rows lie between these, inclusive.
    var firstSeq: Int64 = 0
    var lastSeq = Int64.max
}

/// A window that the broker has acknowledged, but for what waits in blocked partitions.
struct PublishedWindow: Sendable {
    let window: RelayWindow
    /// The first number of each partition that it touched.
    var starts: [TopicPartition: Int64] = [:]
}

/// How far the relay is in one partition.
struct PartitionProgress: Sendable, Equatable {
    /// The number of the next message.
    var next: Int64 = 1
    var mark: LogMark?
}

/// The newest record of this service that the broker has acknowledged in a partition.
struct LogMark: Sendable, Equatable {
    let offset: Int64
    /// Its `ce_id`.
    let id: String
}

/// A lane held by this process.
struct LaneLease: Sendable {
    let lane: Int16
    let epoch: Int64
    /// The last tick acknowledged in full and the snapshot that ended it.
    var tick: Int64
    var snapshot: String
}

/// Another process holds the lane now; nothing more may be published for it here.
struct LeaseLost: Error {}

/// A stretch of one partition that is to be published again.
struct ReplayTask: Sendable, Equatable {
    /// The newest request that it answers.
    let id: Int64
    let partition: TopicPartition
    let fromSequence: Int64
    /// Only the messages of one case.
    var correlationID: UniqueID?
    /// Messages per second at most.
    var rate: Int?

    /// Requests that may be answered together.
    struct Subject: Hashable, Sendable {
        let partition: TopicPartition
        let correlationID: UniqueID?
    }

    var subject: Subject { Subject(partition: partition, correlationID: correlationID) }
}

extension TopicPartition {
    /// The unit of relay ownership that it belongs to.
    var lane: Int16 { Int16(partition % Int32(Outbox.lanes)) }
}

/// The database is not the one that was published from, or an earlier state of it.
struct RebaseNeeded: Error, Equatable, CustomStringConvertible {
    let service: ServiceName
    let reason: String

    var description: String {
        "nothing is published: \(reason); stop writing, then run `aftercare rebase --service \(service.rawValue)`"
    }
}
