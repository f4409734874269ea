import Database
import Messages
import Vocabulary

/// What a unit of work leaves in the inbox's tables, written together at its end.
struct InboxChanges: Sendable {
    /// The broker that the records came from; for `letters` and `offsets`.
    var clusterID = ""
    var endings: [MessageEnding] = []
    var parked: [ParkedMessage] = []
    var letters: [(record: IncomingRecord, reason: Unreadable)] = []
    var positions: [SequenceTracker.Lane: SequenceTracker.Position] = [:]
    var offsets: [TopicPartition: Int64] = [:]
    var tried: TriedLane?

    /// A parked lane after a try.
    struct TriedLane: Sendable {
        let key: String
        /// The positions of the messages that are through.
        var handled: [Int64] = []
        /// Why the first one left failed; `nil` when none did.
        var reason: String?
    }

    var queries: [Query] {
        var queries = InboxStore.note(endings)
        queries += ParkingStore.park(parked)
        if !letters.isEmpty { queries.append(InboxStore.keep(letters, clusterID: clusterID)) }
        if !positions.isEmpty { queries.append(InboxStore.save(positions)) }
        if !offsets.isEmpty { queries.append(InboxStore.save(offsets: offsets, clusterID: clusterID)) }
        if let tried { queries += ParkingStore.settle(tried.key, handled: tried.handled, reason: tried.reason) }
        return queries
    }
}
