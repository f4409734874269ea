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
    func claim(_ events: [CloudEvent]) async throws -> Set<UniqueID>
    func write(_ changes: InboxChanges) async throws
    /// Positions whose request to publish again has waited long enough; they count as asked for now.
    func overdueGaps() async throws -> [SequenceTracker.Lane: Int64]

    // Parked lanes (`ParkingStore`)
    /// Which of the keys have a lane, locked against a retry that would empty it meanwhile.
    func parkedKeys(among keys: Set<String>) async throws -> Set<String>
    /// Locks a lane that is due and that no other instance works on; `nil` when there is none.
    func lockNextDueLane() async throws -> String?
    func parkedMessages(of key: String, atMost limit: Int) async throws -> [(position: Int64, record: IncomingRecord)]

    // Timers (`TimerStore`)
    /// Marks deadlines that are due as fired.
    func fireTimers(dueAt time: Timestamp, atMost limit: Int) async throws -> [FiredTimer]

    // Aggregates and outbox
    func load(_ session: BatchSession) async throws
    func flush(_ session: BatchSession, service: ServiceName, at time: BatchTime) async throws
    func append(_ messages: [OutboxMessage]) async throws
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

    func claim(_ events: [CloudEvent]) async throws -> Set<UniqueID> {
        try await InboxStore.claim(events, in: self)
    }

    func write(_ changes: InboxChanges) async throws {
        let queries = changes.queries
        if !queries.isEmpty { try await pipeline(queries) }
    }

    func overdueGaps() async throws -> [SequenceTracker.Lane: Int64] {
        try await InboxStore.overdueGaps(in: self)
    }

    func parkedKeys(among keys: Set<String>) async throws -> Set<String> {
        try await ParkingStore.lock(keys, in: self)
    }

    func lockNextDueLane() async throws -> String? {
        try await ParkingStore.lockNextDue(in: self)
    }

    func parkedMessages(of key: String, atMost limit: Int) async throws -> [(position: Int64, record: IncomingRecord)] {
        try await ParkingStore.messages(of: key, atMost: limit, in: self)
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
