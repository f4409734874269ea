import Messages
import Vocabulary

@testable import Messaging

/// The outbox, the transaction ids and the relay's tables of one service's database.
final class OutboxModel {
    struct Row {
        let seq: Int64
        let xid: Int64
        let partition: TopicPartition
        let key: String
        let headers: [(name: String, value: String)]
        let payload: [UInt8]
    }

    struct Lane {
        var epoch: Int64 = 0
        var owner: String?
        var expires: Engine.Time = .min
        var tick: Int64 = 0
        var snapshot = "1:1:"
    }

    struct Tick {
        let tick: Int64
        let lower: String
        let upper: String
        var starts: [TopicPartition: Int64]?
    }

    struct Replay {
        let id: Int64
        let partition: TopicPartition
        let from: Int64
        var isDone = false
    }

    let engine: Engine
    private var nextXid: Int64 = 700
    private var nextSeq: Int64 = 1
    private(set) var running: Set<Int64> = []
    private(set) var rows: [Row] = []
    var lanes: [Lane] = Array(repeating: Lane(), count: Outbox.lanes)
    var ticks: [[Tick]] = Array(repeating: [], count: Outbox.lanes)
    var progress: [TopicPartition: PartitionProgress] = [:]
    var instances: [String: Engine.Time] = [:]
    var clusters: [Int16: String] = [:]
    var replays: [Replay] = []
    var blocked: [TopicPartition: Int64] = [:]
    var quarantined: [Int64: Int64] = [:]
    /// PostgreSQL's clock may be set forward.
    var clockShift: Engine.Time = 0
    /// Told of each commit, with the rows in order.
    var onCommit: (([Row]) -> Void)?

    init(engine: Engine) {
        self.engine = engine
    }

    var clock: Engine.Time { engine.now + clockShift }

    // MARK: Transactions

    func takeXid() -> Int64 {
        defer { nextXid += 1 }
        running.insert(nextXid)
        return nextXid
    }

    func takeSeq() -> Int64 {
        defer { nextSeq += 1 }
        return nextSeq
    }

    func commit(_ xid: Int64, _ added: [Row]) {
        running.remove(xid)
        rows += added
        onCommit?(added)
    }

    func rollBack(_ xid: Int64) { running.remove(xid) }

    var snapshot: SnapshotModel {
        SnapshotModel(xmin: running.min() ?? nextXid, xmax: nextXid, inProgress: running)
    }

    func requestReplay(_ partition: TopicPartition, from sequence: Int64) {
        engine.say("replay of \(partition) is asked for from \(sequence)")
        replays.append(Replay(id: Int64(replays.count + 1), partition: partition, from: sequence))
    }

    /// What is committed and not yet published and noted as such, or waits to be published again; `nil` at rest.
    var unfinished: String? {
        let snapshots = lanes.map { SnapshotModel($0.snapshot) }
        let hidden = rows.filter { !snapshots[Int($0.partition.lane)].sees($0.xid) }
        guard hidden.isEmpty else { return "\(hidden.count) rows are not published" }
        guard ticks.allSatisfy({ $0.last?.starts != nil || $0.isEmpty }) else { return "a window is still open" }
        let waiting = replays.filter { !$0.isDone }
        guard waiting.isEmpty else { return "\(waiting.count) requests to publish again are open" }
        return blocked.isEmpty ? nil : "\(blocked.count) partitions wait"
    }
}
