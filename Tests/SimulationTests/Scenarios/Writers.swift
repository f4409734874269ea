import Messages
import Vocabulary

@testable import Messaging

/// Business transactions that append to a list per key: they lock the keys, say it in the outbox, stay open for a while
/// and commit or not.
final class Writers {
    static let topic = "simulated.v1"
    static let partitions = 3

    let engine: Engine
    let model: OutboxModel
    let keys: Int
    private var locked: Set<Int> = []
    /// How many entries of each key are committed.
    private(set) var committed: [Int]
    private var busy = 0
    private var left: Int
    private var rowsMade: UInt64 = 0

    init(engine: Engine, model: OutboxModel, keys: Int, transactions: Int) {
        self.engine = engine
        self.model = model
        self.keys = keys
        committed = Array(repeating: 0, count: keys)
        left = transactions
    }

    var areDone: Bool { left == 0 && busy == 0 }
    var total: Int { committed.reduce(0, +) }

    static func partition(of key: Int) -> TopicPartition {
        TopicPartition(topic: topic, partition: Int32(key % partitions))
    }

    func start() {
        guard left > 0 else { return }
        left -= 1
        begin()
        let time = max(0, engine.calmFrom - engine.now)
        engine.after(engine.between(0, 2 * time / Engine.Time(left + 2))) { self.start() }
    }

    private func begin() {
        busy += 1
        let wanted = Set((0...engine.index(2)).map { _ in engine.index(keys) })
        // What claims its message first has an id before it locks what it changes.
        lock(wanted.sorted(), xid: engine.chance(50) ? model.takeXid() : nil)
    }

    private func lock(_ wanted: [Int], xid: Int64?) {
        guard locked.isDisjoint(with: wanted) else {
            return engine.after(engine.between(100, 20_000)) { self.lock(wanted, xid: xid) }
        }
        locked.formUnion(wanted)
        engine.after(engine.between(0, 3000)) { self.insert(wanted, xid ?? self.model.takeXid()) }
    }

    private func insert(_ wanted: [Int], _ xid: Int64) {
        let rows = wanted.flatMap { key in
            (1...1 + engine.index(2)).map { row(key, number: committed[key] + $0, xid) }
        }
        let open = engine.chance(10) ? engine.between(0, 2_000_000) : engine.between(0, 20_000)
        engine.after(open) { self.end(wanted, xid, rows) }
    }

    private func row(_ key: Int, number: Int, _ xid: Int64) -> OutboxModel.Row {
        OutboxModel.Row(
            seq: model.takeSeq(),
            xid: xid,
            partition: Self.partition(of: key),
            key: "k\(key)",
            headers: [
                (HeaderName.version, "1.0"), (HeaderName.id, newID().description),
                (HeaderName.source, ServiceName.intake.source), (HeaderName.type, "simulated"),
            ],
            payload: Array("k\(key):\(number)".utf8)
        )
    }

    private func newID() -> UniqueID {
        rowsMade += 1
        return .version7(at: Timestamp(1_790_000_000) + .microseconds(model.clock), random: (0, rowsMade))
    }

    private func end(_ wanted: [Int], _ xid: Int64, _ rows: [OutboxModel.Row]) {
        if engine.chance(15) {
            model.rollBack(xid)
            engine.say("transaction \(xid) is rolled back")
        } else {
            for key in wanted { committed[key] += rows.filter { $0.key == "k\(key)" }.count }
            engine.say("transaction \(xid) commits \(rows.map { String(decoding: $0.payload, as: UTF8.self) })")
            model.commit(xid, rows)
        }
        locked.subtract(wanted)
        busy -= 1
    }
}
