import Database
import Messages
import Vocabulary

/// What a unit of work leaves in the inbox's tables, written together at its end.
struct InboxChanges: Sendable {
    /// The broker that the records came from; for `parked` and `marks`.
    var clusterID = ""
    var endings: [MessageEnding] = []
    var parked: [ParkedMessage] = []
    /// The keys among them whose lane is dead already or dies of it; copies of these messages were sent.
    var dead: Set<String> = []
    var policy = ParkingPolicy.standard
    var positions: [SequenceTracker.Lane: SequenceTracker.Position] = [:]
    /// The last record of each partition.
    var marks: [TopicPartition: ReadMark] = [:]
    var tried: LaneTry?

    var queries: [Query] {
        var queries = InboxStore.note(endings)
        queries += ParkingStore.park(parked, dead: dead, clusterID: clusterID, policy: policy)
        if !positions.isEmpty { queries.append(InboxStore.save(positions)) }
        if !marks.isEmpty { queries.append(PositionStore.save(marks, clusterID: clusterID)) }
        if let tried { queries += ParkingStore.settle(tried, policy: policy) }
        return queries
    }
}
