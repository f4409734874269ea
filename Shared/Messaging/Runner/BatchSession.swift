import Database
import Messages
import Vocabulary

/// Everything one batch has loaded, changed and wants to send; lives inside one transaction, on one task.
final class BatchSession {
    private var sets: [ObjectIdentifier: any AggregateSet] = [:]
    private var rows: [ObjectIdentifier: any RowSet] = [:]
    private var idsMade = 0
    /// Timers that a message of this batch has set anew or cancelled: a deadline of theirs in the batch is stale.
    var changedTimers: Set<TimerRecord.Key> = []
    var outgoing: [OutboxMessage] = []
    /// Keys made for plain values that came in.
    var issued: [SubjectKey] = []

    /// An id for a message of this transaction; ids sort in the order in which they are made.
    func makeID(at time: Timestamp) -> UniqueID {
        defer { idsMade += 1 }
        return .version7(at: time, counter: idsMade)
    }

    func aggregates<Value: StoredAggregate>(of type: Value.Type) -> Aggregates<Value> {
        if let known = sets[ObjectIdentifier(type)] as? Aggregates<Value> { return known }
        let new = Aggregates<Value>()
        sets[ObjectIdentifier(type)] = new
        return new
    }

    func append<Row: StoredRow>(_ row: Row) {
        let collected = rows[ObjectIdentifier(Row.self)] as? Rows<Row> ?? Rows<Row>()
        collected.rows.append(row)
        rows[ObjectIdentifier(Row.self)] = collected
    }

    /// The rows of one type that are to be added.
    func appended<Row: StoredRow>(_ type: Row.Type) -> [Row] {
        (rows[ObjectIdentifier(type)] as? Rows<Row>)?.rows ?? []
    }

    /// Loads what is wanted, one statement per type, types in the order of their names and keys in theirs: all batches
    /// lock in one order.
    func load(in transaction: borrowing Transaction) async throws {
        for set in sets.values.sorted(by: { $0.name < $1.name }) {
            try await set.load(in: transaction)
        }
    }

    /// Writes what changed, one statement per table, then the outbox.
    func flush(service: ServiceName, at time: BatchTime, in transaction: borrowing Transaction) async throws {
        try await SubjectKeyStore.issue(issued, by: service, at: time.database, in: transaction)
        for set in sets.values.sorted(by: { $0.name < $1.name }) {
            outgoing += try await set.save(in: transaction, by: service, at: time, as: makeID)
        }
        for set in rows.values.sorted(by: { $0.name < $1.name }) {
            try await set.insert(in: transaction)
        }
        try await Outbox.append(outgoing, in: transaction)
    }
}

protocol AggregateSet: AnyObject {
    var name: String { get }
    func load(in transaction: borrowing Transaction) async throws
    func save(
        in transaction: borrowing Transaction,
        by service: ServiceName,
        at time: BatchTime,
        as makeID: (Timestamp) -> UniqueID
    ) async throws -> [OutboxMessage]
}

/// The aggregates of one type within a batch.
final class Aggregates<Value: StoredAggregate>: AggregateSet {
    var wanted: Set<Value.Key> = []
    private var loaded: [Value.Key: Stored<Value>] = [:]
    private(set) var changed: [Value.Key: Value] = [:]

    var name: String { String(describing: Value.self) }

    func value(_ key: Value.Key) -> Value? {
        changed[key] ?? loaded[key]?.value
    }

    func set(_ key: Value.Key, _ value: Value) {
        changed[key] = value
    }

    func load(in transaction: borrowing Transaction) async throws {
        guard !wanted.isEmpty else { return }
        adopt(try await Value.load(wanted.sorted(), in: transaction))
    }

    /// Takes values as those in the database.
    func adopt(_ values: [Value.Key: Stored<Value>]) {
        loaded = values
    }

    func save(
        in transaction: borrowing Transaction,
        by service: ServiceName,
        at time: BatchTime,
        as makeID: (Timestamp) -> UniqueID
    ) async throws -> [OutboxMessage] {
        guard !changed.isEmpty else { return [] }
        let changes = changed.sorted { $0.key < $1.key }.map { key, value in
            StoredChange(
                key: key,
                before: loaded[key]?.value,
                after: value,
                version: (loaded[key]?.version ?? 0) + 1
            )
        }
        try await Value.save(changes, in: transaction)
        return try changes.compactMap { change in
            guard let message = try Value.snapshot(change, at: time.business)?.message else { return nil }
            let origin = OutboxMessage.Origin(
                source: service,
                time: time.business,
                correlationID: (message as? any CaseBound)?.caseID.value
            )
            return try OutboxMessage(message, id: makeID(time.database), origin: origin)
        }
    }
}

protocol RowSet: AnyObject {
    var name: String { get }
    func insert(in transaction: borrowing Transaction) async throws
}

final class Rows<Row: StoredRow>: RowSet {
    var rows: [Row] = []

    var name: String { String(describing: Row.self) }

    func insert(in transaction: borrowing Transaction) async throws {
        try await Row.insert(rows, in: transaction)
    }
}
