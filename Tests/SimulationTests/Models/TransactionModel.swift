import Database
import Messages
import Vocabulary

@testable import Messaging

/// The service's database as one process reaches it.
///
/// `@unchecked Sendable`: used on the schedule's one thread.
final class ServiceDatabaseModel: ServiceDatabase, @unchecked Sendable {
    private let process: SimulatedProcess
    private let model: ServiceModel
    private var open: [Int: TransactionModel] = [:]

    init(process: SimulatedProcess, model: ServiceModel) {
        self.process = process
        self.model = model
        process.onDeath.append { [weak self] in self?.breakOff() }
        process.onFreeze.append { [weak self] in
            process.engine.after(15_000_000) { if process.isFrozen { self?.breakOff() } }
        }
    }

    func perform<Work: UnitOfWork>(_ work: Work) async throws -> Work.Result {
        let transaction = TransactionModel(process: process, model: model)
        open[transaction.id] = transaction
        defer {
            open[transaction.id] = nil
            transaction.rollBack()
        }
        let result = try await work.run(in: transaction)
        try await transaction.commit()
        return result
    }

    func marks(of partitions: [TopicPartition], clusterID: String) async throws -> [TopicPartition: ReadMark] {
        try await process.call("marks") {
            var found: [TopicPartition: ReadMark] = [:]
            for partition in partitions {
                guard let known = self.model.marks.rows[partition], known.cluster == clusterID else { continue }
                found[partition] = known.mark
            }
            return found
        }
    }

    func note(_ gap: LogBreak, clusterID: String) async throws {}

    /// The connections are gone: what was open is taken back.
    private func breakOff() {
        for (_, transaction) in open.sorted(by: { $0.key < $1.key }) { transaction.rollBack() }
    }
}

/// One transaction on the model, READ COMMITTED.
///
/// `@unchecked Sendable`: used on the schedule's one thread.
final class TransactionModel: ServiceTransaction, @unchecked Sendable {
    let id: Int
    let process: SimulatedProcess
    let model: ServiceModel
    private var xid: Int64?
    private var rows: [OutboxModel.Row] = []
    private var isOpen = true
    private var begun: Timestamp?
    private var loaded: [String: Int64] = [:]

    init(process: SimulatedProcess, model: ServiceModel) {
        self.process = process
        self.model = model
        id = model.nextTransaction()
    }

    // MARK: Its life

    func rollBack() {
        guard isOpen else { return }
        isOpen = false
        if let xid { model.outbox.rollBack(xid) }
        model.rollBack(id)
    }

    func commit() async throws {
        try await process.call("commit") {
            guard self.isOpen else { throw DatabaseError.lost }
            self.isOpen = false
            self.model.commit(self.id)
            if let xid = self.xid { self.model.outbox.commit(xid, self.rows) }
        }
    }

    /// The way to the server; what follows happens there.
    func statement(_ name: StaticString) async throws {
        do {
            try await process.call(name) { if !self.isOpen { throw DatabaseError.lost } }
        } catch {
            rollBack()
            throw error
        }
        guard isOpen else { throw DatabaseError.lost }
    }

    func lock(_ row: String, exclusive: Bool = true) async throws {
        try await model.locks.acquire(row, exclusive: exclusive, by: id, in: process)
        guard isOpen else { throw DatabaseError.lost }
    }

    func takeXid() -> Int64 {
        let taken = xid ?? model.outbox.takeXid()
        xid = taken
        return taken
    }

    func now() async throws -> Timestamp {
        try await statement("now")
        let now = begun ?? model.time
        begun = now
        return now
    }

    // MARK: Outbox and aggregates

    func append(_ messages: [OutboxMessage]) async throws {
        guard !messages.isEmpty else { return }
        try await statement("append")
        let xid = takeXid()
        for message in messages {
            rows.append(
                OutboxModel.Row(
                    seq: model.outbox.takeSeq(),
                    xid: xid,
                    partition: TopicPartition(topic: message.topic.name, partition: message.partition),
                    key: message.key,
                    headers: message.headers,
                    payload: message.payload
                )
            )
        }
    }

    func load(_ session: BatchSession) async throws {
        try await statement("load")
        let lists = session.aggregates(of: SimulatedList.self)
        var found: [String: Stored<SimulatedList>] = [:]
        for key in lists.wanted.sorted() where model.lists.read(key, by: id) != nil {
            try await lock(model.lists.lock(key))
            found[key] = model.lists.read(key, by: id)
        }
        lists.adopt(found)
        loaded = found.mapValues(\.version)
        let timers = session.aggregates(of: TimerRecord.self)
        var known: [TimerRecord.Key: Stored<TimerRecord>] = [:]
        for key in timers.wanted.sorted() where model.timers.read(key, by: id) != nil {
            try await lock(model.timers.lock(key))
            guard let record = model.timers.read(key, by: id) else { continue }
            known[key] = Stored(value: record, version: record.generation)
        }
        timers.adopt(known)
    }

    func flush(_ session: BatchSession, service: ServiceName, at time: BatchTime) async throws {
        try await statement("flush")
        for (key, list) in session.aggregates(of: SimulatedList.self).changed.sorted(by: { $0.key < $1.key }) {
            try await lock(model.lists.lock(key))
            let before = model.lists.read(key, by: id)
            let version = loaded[key] ?? 0
            guard (before?.version ?? 0) == version else { throw ConcurrentChange(table: "list") }
            if model.refuses(key, list) { throw DatabaseError.refused }
            if let fault = list.fault(of: key) { model.engine.violated("\(key): \(fault)") }
            model.lists.write(key, Stored(value: list, version: version + 1), by: id)
        }
        try await write(session.appended(TimerChange.self))
        try await append(session.outgoing)
    }

    private func write(_ changes: [TimerChange]) async throws {
        var last: [TimerRecord.Key: TimerChange] = [:]
        for change in changes { last[TimerRecord.Key(owner: change.owner, kind: change.kind)] = change }
        for (key, change) in last.sorted(by: { $0.key < $1.key }) {
            try await lock(model.timers.lock(key))
            let before = model.timers.read(key, by: id)
            guard change.state == .pending || before.map({ $0.state != .cancelled }) == true else { continue }
            let due = change.state == .pending ? change.due : before?.due ?? change.due
            let record = TimerRecord(
                generation: (before?.generation ?? 0) + (model.flaw == .keepsGenerations && before != nil ? 0 : 1),
                due: due,
                payload: change.payload,
                state: change.state
            )
            model.timers.write(key, record, by: id)
        }
    }
}

extension DatabaseError {
    /// A constraint that a row breaks.
    static let refused = DatabaseError(kind: .server, sqlState: "23514", message: "a check said no")
}
