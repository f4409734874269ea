import Messages
import Vocabulary

/// What the relay keeps in the service's database: leases, windows, numbers, requests to publish again.
///
/// Each call is one transaction. `RelayStore` is the one in PostgreSQL; the simulation brings a model of it, and one
/// suite holds both to the same behaviour.
protocol RelayStorage: Sendable {
    var service: ServiceName { get }

    // MARK: Right to publish

    /// Why nothing may be published from this database; `nil` when all is well.
    func obstacle() async throws -> RebaseNeeded?
    /// Says that this instance lives.
    ///
    /// - Returns: how many lanes are its fair share; the shares of all live instances add up to all lanes.
    func register() async throws -> Int
    /// Leaves the sharing at once.
    func unregister() async throws
    /// Takes lanes that are free or run out.
    func acquire(atMost count: Int) async throws -> [LaneLease]
    /// Extends the leases; returns the lanes that are still ours.
    func renew(_ leases: [LaneLease]) async throws -> Set<Int16>
    /// Gives the lanes back at once.
    func release(_ leases: [LaneLease]) async throws

    // MARK: Windows

    /// Closes the windows just published and opens the next ones; what is opened is on disk before it is published.
    ///
    /// - Parameter progress: stored for the partitions that the closed windows touched.
    func advance(
        _ leases: [LaneLease],
        closing: [PublishedWindow],
        progress: [TopicPartition: PartitionProgress]
    ) async throws -> [RelayWindow]
    /// Rows of some windows behind the one given last, in publishing order.
    ///
    /// - Parameter partition: when set, only its rows.
    func rows(
        of windows: [RelayWindow],
        after last: RowPlace?,
        only partition: TopicPartition?,
        within budget: SliceBudget
    ) async throws -> RelaySlice
    /// How far every partition is that was ever published to, of these lanes.
    func progress(of lanes: [Int16]) async throws -> [TopicPartition: PartitionProgress]
    func quarantine(_ row: RelayRow, sequence: Int64, reason: String) async throws

    // MARK: Publishing again

    /// Requests for partitions of these lanes.
    func openReplays(of lanes: [Int16]) async throws -> [ReplayTask]
    /// Notes how many messages a request has brought so far.
    func note(_ task: ReplayTask, published: Int64) async throws
    /// Marks the request done, and all that it covers.
    ///
    /// - Parameter mark: the newest record of the partition.
    func finish(_ task: ReplayTask, published: Int64, mark: LogMark?) async throws
    /// The tick that holds a number of a partition; the first kept one when it is older.
    func tick(holding partition: TopicPartition, sequence: Int64) async throws -> Int64
    /// Published windows that touched the partition, from a tick on.
    func windows(touching partition: TopicPartition, from tick: Int64, limit: Int) async throws -> [PublishedWindow]
    /// The published messages of one case in one partition, with their numbers.
    func messages(of task: ReplayTask) async throws -> [NumberedRow]

    // MARK: The broker

    /// The broker that holds what the lanes published; `nil` for a lane that never did.
    func clusterIDs(of lanes: [Int16]) async throws -> [Int16: String]
    /// Notes the broker of a lane.
    ///
    /// - Parameter isEmptied: it holds nothing of what was published: everything kept is to be published again.
    func adopt(clusterID: String, for lane: Int16, isEmptied: Bool) async throws
    /// Which of some messages this database has never held.
    func unknown(_ ids: [UniqueID]) async throws -> Set<UniqueID>
    /// A log has lost what was published: it is to be published again from a number on.
    func noteLoss(in partition: TopicPartition, from sequence: Int64) async throws
    /// The broker takes nothing for the partition: what it gets from this number on waits.
    func block(_ partition: TopicPartition, from sequence: Int64, reason: String) async throws
    func blockedPartitions(of lanes: [Int16]) async throws -> [TopicPartition: Int64]
    /// What waited has been published; only the holder of the lane may say so.
    func unblock(_ partition: TopicPartition, _ leases: [LaneLease]) async throws
}

extension RelayStore: RelayStorage {}
