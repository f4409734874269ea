import Database
import Messages
import Vocabulary

/// What a unit of work may read, lock and write.
///
/// In PostgreSQL it is `Transaction`, READ COMMITTED; the statements are in the stores named.
protocol ServiceTransaction: ~Copyable, Sendable {
    /// PostgreSQL's time at the beginning of the transaction.
    func now() async throws -> Timestamp

    // Inbox (`InboxStore`)
    func positions(of lanes: Set<SequenceTracker.Lane>) async throws -> [SequenceTracker.Lane: SequenceTracker.Position]
    /// Claims messages; what comes back is new here.
    func claim(_ claims: [InboxClaim]) async throws -> Set<UniqueID>
    func write(_ changes: InboxChanges) async throws
    /// Positions whose request to publish again has waited long enough; they count as asked for now.
    func overdueGaps() async throws -> [SequenceTracker.Lane: Int64]

    // Parked lanes (`ParkingStore`)
    /// Which of the keys have a lane, locked against a retry that would empty it meanwhile.
    func parkedLanes(among keys: Set<String>) async throws -> [String: LaneState]
    /// Where taking in must stop because too much waits; empty while there is room.
    func parkingOverflow(
        of messages: [ParkedMessage],
        into known: Set<String>,
        policy: ParkingPolicy
    ) async throws -> [TopicPartition: Int64]
    /// Begins a try of a lane that is due and that no other instance works on; `nil` when there is none.
    func beginLaneTry(by process: UniqueID, except left: Set<String>) async throws -> BegunTry?
    /// Locks a lane whose try this process has begun; `false` when it is gone or somebody else's by now.
    func lockLane(_ key: String, triedBy process: UniqueID) async throws -> Bool
    /// Notes that tries of this process came to no end although it lives.
    func releaseLanes(_ keys: [String], triedBy process: UniqueID) async throws
    func parkedMessages(of key: String, atMost limit: Int) async throws -> [WaitingMessage]
    /// Sends copies of all messages of a lane that has died, unless they were sent before.
    func mirrorLane(_ key: String, _ mirror: DeadLetterMirror) async throws

    // Dead letters (`InboxStore`) and the marks of a process's first batches (`CrashMarker`)
    /// Keeps what is no message; returns what had not been kept before.
    func keep(
        _ letters: [(record: IncomingRecord, reason: Unreadable)],
        clusterID: String
    ) async throws -> [DeadLetterMirror.Letter]
    func mark(_ records: [IncomingRecord], single: Bool, by process: UniqueID) async throws -> CrashMarker.Suspicion
    func unmark(_ partitions: [TopicPartition], by process: UniqueID) async throws

    // Timers (`TimerStore`)
    /// Marks deadlines that are due as fired.
    func fireTimers(dueAt time: Timestamp, atMost limit: Int) async throws -> [FiredTimer]

    // Aggregates and outbox
    func load(_ session: BatchSession) async throws
    func flush(_ session: BatchSession, service: ServiceName, at time: BatchTime) async throws
    func append(_ messages: [OutboxMessage]) async throws
}

extension ServiceTransaction where Self: ~Copyable {
    /// Where tries leave no trace there is nothing to take back.
    func releaseLanes(_ keys: [String], triedBy process: UniqueID) async throws {}
}

extension Transaction: ServiceTransaction {
    func now() async throws -> Timestamp {
        let rows = try await query("select now() as now")
        guard let row = rows.first else { throw ConcurrentChange(table: "now") }
        return try row.decode("now")
    }

    func positions(
        of lanes: Set<SequenceTracker.Lane>
    ) async throws -> [SequenceTracker.Lane: SequenceTracker.Position] {
        try await InboxStore.positions(of: lanes, in: self)
    }

    func claim(_ claims: [InboxClaim]) async throws -> Set<UniqueID> {
        try await InboxStore.claim(claims, in: self)
    }

    func write(_ changes: InboxChanges) async throws {
        let queries = changes.queries
        if !queries.isEmpty { try await pipeline(queries) }
    }

    func overdueGaps() async throws -> [SequenceTracker.Lane: Int64] {
        try await InboxStore.overdueGaps(in: self)
    }

    func parkedLanes(among keys: Set<String>) async throws -> [String: LaneState] {
        try await ParkingStore.lock(keys, in: self)
    }

    func parkingOverflow(
        of messages: [ParkedMessage],
        into known: Set<String>,
        policy: ParkingPolicy
    ) async throws -> [TopicPartition: Int64] {
        try await ParkingStore.overflow(of: messages, into: known, policy: policy, in: self)
    }

    func beginLaneTry(by process: UniqueID, except left: Set<String>) async throws -> BegunTry? {
        try await ParkingStore.begin(by: process, except: left, in: self)
    }

    func lockLane(_ key: String, triedBy process: UniqueID) async throws -> Bool {
        try await ParkingStore.lock(key, triedBy: process, in: self)
    }

    func releaseLanes(_ keys: [String], triedBy process: UniqueID) async throws {
        try await ParkingStore.release(keys, triedBy: process, in: self)
    }

    func parkedMessages(of key: String, atMost limit: Int) async throws -> [WaitingMessage] {
        try await ParkingStore.messages(of: key, atMost: limit, in: self)
    }

    func mirrorLane(_ key: String, _ mirror: DeadLetterMirror) async throws {
        try await mirror.mirrorLane(key, in: self)
    }

    func keep(
        _ letters: [(record: IncomingRecord, reason: Unreadable)],
        clusterID: String
    ) async throws -> [DeadLetterMirror.Letter] {
        try await InboxStore.keep(letters, clusterID: clusterID, in: self)
    }

    func mark(_ records: [IncomingRecord], single: Bool, by process: UniqueID) async throws -> CrashMarker.Suspicion {
        try await CrashMarker.mark(records, single: single, by: process, in: self)
    }

    func unmark(_ partitions: [TopicPartition], by process: UniqueID) async throws {
        try await CrashMarker.unmark(partitions, by: process, in: self)
    }

    func fireTimers(dueAt time: Timestamp, atMost limit: Int) async throws -> [FiredTimer] {
        try await TimerStore.fire(dueAt: time, atMost: limit, in: self)
    }

    func load(_ session: BatchSession) async throws {
        try await session.load(in: self)
    }

    func flush(_ session: BatchSession, service: ServiceName, at time: BatchTime) async throws {
        try await session.flush(service: service, at: time, in: self)
    }

    func append(_ messages: [OutboxMessage]) async throws {
        try await Outbox.append(messages, in: self)
    }
}
