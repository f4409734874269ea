import Messages
import Vocabulary

/// What the relay keeps in the service's database: leases, windows, numbers, requests to publish again.
///
/// Each call is one transaction. `RelayStore` is the one in PostgreSQL; the simulation brings a model of it, and one
/// suite holds both to the same behaviour.
protocol RelayStorage: Sendable {
    var service: ServiceName { get }

    /// Takes lanes that are free or run out.
    func acquire(atMost count: Int) async throws -> [LaneLease]
    /// Extends the leases; returns the lanes that are still ours.
    func renew(_ leases: [LaneLease]) async throws -> Set<Int16>
    func hasFreeLane() async throws -> Bool
    /// Gives the lanes back at once.
    func release(_ leases: [LaneLease]) async throws

    /// Closes the windows just published and opens the next ones; what is opened is on disk before it is published.
    func advance(
        _ leases: [LaneLease],
        closing: [PublishedWindow],
        sequences: [TopicPartition: Int64]
    ) async throws -> [RelayWindow]
    /// Rows of some windows behind the one given last, in publishing order.
    func rows(of windows: [RelayWindow], after last: RelayRow?, limit: Int) async throws -> [RelayRow]
    /// The next number of every partition that was ever published to, of these lanes.
    func sequences(of lanes: [Int16]) async throws -> [TopicPartition: Int64]
    func quarantine(_ row: RelayRow, sequence: Int64, reason: String) async throws

    /// Requests of consumers for partitions of these lanes.
    func openReplays(of lanes: [Int16]) async throws -> [ReplayTask]
    func finish(_ task: ReplayTask) async throws
    /// The tick that holds a number of a partition; the first kept one when it is older.
    func tick(holding partition: TopicPartition, sequence: Int64) async throws -> Int64
    /// Published windows that touched the partition, from a tick on.
    func windows(touching partition: TopicPartition, from tick: Int64, limit: Int) async throws -> [PublishedWindow]
    /// Everything published so far and still kept, for a broker that has lost it.
    func windows(of lane: Int16, after tick: Int64, limit: Int) async throws -> [PublishedWindow]

    /// The broker that holds what the lanes published; `nil` for a lane that never did.
    func clusterIDs(of lanes: [Int16]) async throws -> [Int16: String]
    func save(clusterID: String, of lane: Int16) async throws
}

extension RelayStore: RelayStorage {}
