import Database
import Messages
import Vocabulary

@testable import Messaging

/// The tables that consuming needs, with row locks and transactions as in READ COMMITTED.
final class ServiceModel {
    struct ParkedLane {
        var state: LaneState
        var attempts = 0
        var next: Engine.Time
        var triedBy: UniqueID?
        var crashes = 0
    }

    struct ParkedRow {
        let key: String
        let record: IncomingRecord
        var attempts = 0
    }

    struct Marker {
        var offset: Int64
        var process: UniqueID
        var isSingle: Bool
        var crashes = 0
    }

    static let epoch = Timestamp(1_790_000_000)

    let engine: Engine
    let outbox: OutboxModel
    let locks = LockModel()
    let inbox = TableModel<UniqueID, String>("inbox")
    let sequences = TableModel<SequenceTracker.Lane, SequenceTracker.Position>("sequence")
    let marks = TableModel<TopicPartition, (cluster: String, mark: ReadMark)>("mark")
    let lanes = TableModel<String, ParkedLane>("lane")
    let parked = TableModel<Int64, ParkedRow>("parked")
    let timers = TableModel<TimerRecord.Key, TimerRecord>("timer")
    let lists = TableModel<String, Stored<SimulatedList>>("list")
    let markers = TableModel<TopicPartition, Marker>("marker")
    private(set) var letters: [Unreadable] = []
    private var parkedRows: Int64 = 0
    private var transactions = 0
    /// Which flaw the code under test has, if any, and what it goes by instead of what is stored.
    var flaw: ConsumerFlaw?
    var hints: [SequenceTracker.Lane: Int64] = [:]

    init(engine: Engine) {
        self.engine = engine
        outbox = OutboxModel(engine: engine)
    }

    var time: Timestamp { Self.epoch + .microseconds(outbox.clock) }

    func nextTransaction() -> Int {
        transactions += 1
        return transactions
    }

    func nextPosition() -> Int64 {
        parkedRows += 1
        return parkedRows
    }

    /// Lists that no table takes for the time being.
    var refuses: (String, SimulatedList) -> Bool = { _, _ in false }

    func keep(_ letter: Unreadable) { letters.append(letter) }

    func commit(_ owner: Int) {
        inbox.commit(owner)
        sequences.commit(owner)
        marks.commit(owner)
        lanes.commit(owner)
        parked.commit(owner)
        timers.commit(owner)
        lists.commit(owner)
        markers.commit(owner)
        locks.releaseAll(of: owner)
    }

    func rollBack(_ owner: Int) {
        inbox.rollBack(owner)
        sequences.rollBack(owner)
        marks.rollBack(owner)
        lanes.rollBack(owner)
        parked.rollBack(owner)
        timers.rollBack(owner)
        lists.rollBack(owner)
        markers.rollBack(owner)
        locks.releaseAll(of: owner)
    }
}

/// What handlers of the simulation write down, per key.
struct SimulatedList: StoredAggregate, Equatable {
    var entries: [String] = []

    static func load(_ keys: [String], in transaction: borrowing Transaction) async throws -> [String: Stored<Self>] {
        throw DatabaseError.lost  // only the model holds lists
    }

    static func save(_ changes: [StoredChange<Self>], in transaction: borrowing Transaction) async throws {
        throw DatabaseError.lost
    }
}

extension SimulatedList {
    /// Entries of a key are the numbers from 1; deadlines stand in a list of their own, each at most once.
    func fault(of key: String) -> String? {
        if key.hasPrefix("timer/") {
            return Set(entries).count == entries.count ? nil : "a deadline has its effect twice: \(entries)"
        }
        return entries == (1...max(1, entries.count)).prefix(entries.count).map(String.init)
            ? nil : "applied out of order: \(entries)"
    }
}

/// Ways to build consuming wrong; the simulation must find each.
enum ConsumerFlaw: Sendable, CaseIterable {
    /// Takes numbers that came too early.
    case acceptsGaps
    /// Neither locks where it is nor claims what it takes.
    case takesWithoutClaim
    /// Lets later messages of a parked key pass.
    case overtakesParked
    /// Tries the newest parked message first.
    case drainsBackwards
    /// Fires by the clock of the process, which may be ahead.
    case firesByOwnClock
    /// Gives a deadline that is set anew the generation of the one before it.
    case keepsGenerations
}
