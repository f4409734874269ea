import Database
import Messages
import Vocabulary

/// A deadline of some owner: at most one per kind, told apart from earlier ones by its generation.
struct TimerRecord: StoredAggregate, Equatable {
    struct Key: StorageKey {
        let owner: String
        let kind: String

        static func < (left: Key, right: Key) -> Bool { (left.owner, left.kind) < (right.owner, right.kind) }
    }

    enum State: String {
        case pending, fired, cancelled
    }

    var generation: Int64
    var due: Timestamp
    var payload: JSONValue?
    var state: State
    /// The step that set it; the deadline continues it.
    var trace: TraceContext?

    /// Whether a deadline that has arrived is the current one and not one that was replaced meanwhile.
    func isFired(generation: Int64) -> Bool {
        state == .fired && self.generation == generation
    }

    static func load(
        _ keys: [Key],
        in transaction: borrowing Transaction
    ) async throws -> [Key: Stored<TimerRecord>] {
        let rows = try await transaction.query(
            """
            select owner, kind, generation, due_at, payload, state from timer
            join unnest(\(keys.map(\.owner)), \(keys.map(\.kind))) as wanted (owner, kind) using (owner, kind)
            order by owner, kind for update of timer
            """
        )
        var timers: [Key: Stored<TimerRecord>] = [:]
        for row in rows {
            let key = Key(owner: try row.decode("owner"), kind: try row.decode("kind"))
            let generation = try row.decode("generation", as: Int64.self)
            let payload = try row.decode("payload", as: JSONText?.self)
            let timer = TimerRecord(
                generation: generation,
                due: try row.decode("due_at"),
                payload: try payload.map { try JSONParser.parse(Array($0.text.utf8)) },
                state: State(rawValue: try row.decode("state")) ?? .cancelled
            )
            timers[key] = Stored(value: timer, version: generation)
        }
        return timers
    }

    static func save(
        _ changes: [StoredChange<TimerRecord>],
        in transaction: borrowing Transaction
    ) async throws {
        try await transaction.execute(
            """
            insert into timer as current (owner, kind, due_at, payload, state, traceparent, tracestate, generation)
            select owner, kind, due_at, payload, state, traceparent, tracestate,
                nextval('timer_generation')
            from unnest(\(changes.map(\.key.owner)), \(changes.map(\.key.kind)), \(changes.map(\.after.due)),
                \(changes.map { $0.after.payload.map { JSONText($0.text) } }), \(changes.map(\.after.state.rawValue)),
                \(changes.map { $0.after.trace?.description }), \(changes.map { $0.after.trace?.state }))
                as changed (owner, kind, due_at, payload, state, traceparent, tracestate)
            on conflict (owner, kind) do update set due_at = excluded.due_at, payload = excluded.payload,
                state = excluded.state, traceparent = excluded.traceparent, tracestate = excluded.tracestate,
                generation = greatest(excluded.generation, current.generation + 1),
                fired_at = null, settled_at = null
            """
        )
    }
}

extension Workspace {
    /// Sets the deadline of that kind; one that was pending is replaced.
    package mutating func schedule(
        _ kind: String,
        for owner: some CustomStringConvertible,
        at due: Timestamp,
        payload: JSONValue? = nil
    ) {
        change(
            TimerChange(
                owner: owner.description,
                kind: kind,
                due: due,
                payload: payload,
                state: .pending,
                trace: trace
            )
        )
    }

    /// Takes the deadline of that kind back; harmless when there is none.
    package mutating func cancel(_ kind: String, for owner: some CustomStringConvertible) {
        change(TimerChange(owner: owner.description, kind: kind, due: now, payload: nil, state: .cancelled, trace: nil))
    }
}

/// A timer set or cancelled; the last change of a batch counts.
struct TimerChange: StoredRow {
    let owner: String
    let kind: String
    let due: Timestamp
    let payload: JSONValue?
    let state: TimerRecord.State
    let trace: TraceContext?

    static func insert(_ rows: [TimerChange], in transaction: borrowing Transaction) async throws {
        var last: [TimerRecord.Key: TimerRecord] = [:]
        for row in rows {
            last[TimerRecord.Key(owner: row.owner, kind: row.kind)] = TimerRecord(
                generation: 0,
                due: row.due,
                payload: row.payload,
                state: row.state,
                trace: row.trace
            )
        }
        let scheduled = last.filter { $0.value.state == .pending }.sorted { $0.key < $1.key }.map { key, timer in
            StoredChange(key: key, before: nil, after: timer, version: 1)
        }
        if !scheduled.isEmpty { try await TimerRecord.save(scheduled, in: transaction) }
        let cancelled = last.filter { $0.value.state == .cancelled }.keys.sorted()
        guard !cancelled.isEmpty else { return }
        try await transaction.execute(
            """
            update timer set state = 'cancelled', settled_at = now(),
                generation = greatest(nextval('timer_generation'), generation + 1)
            from unnest(\(cancelled.map(\.owner)), \(cancelled.map(\.kind))) as ended (owner, kind)
            where timer.owner = ended.owner and timer.kind = ended.kind and timer.state <> 'cancelled'
            """
        )
    }
}

/// A deadline that was handled: nothing more can come of its timer, unless it was set anew meanwhile.
struct TimerSettlement: StoredRow {
    let timer: TimerRecord.Key
    let generation: Int64

    static func insert(_ rows: [TimerSettlement], in transaction: borrowing Transaction) async throws {
        let rows = rows.sorted { $0.timer < $1.timer }
        try await transaction.execute(
            """
            update timer set settled_at = now()
            from unnest(\(rows.map(\.timer.owner)), \(rows.map(\.timer.kind)), \(rows.map(\.generation)))
                as settled (owner, kind, generation)
            where timer.owner = settled.owner and timer.kind = settled.kind and timer.state = 'fired'
                and timer.generation = settled.generation
            """
        )
    }
}
