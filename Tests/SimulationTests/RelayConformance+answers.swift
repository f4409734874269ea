import Database
import Messages
import Synchronization
import Vocabulary

@testable import Messaging

/// A transaction with rows in the outbox, open on both sides until it is ended.
struct OpenTransaction {
    private struct TakenBack: Error {}

    private let decision: AsyncStream<Bool>.Continuation
    private let task: Task<Void, Never>
    private let xid: Int64
    private let rows: [OutboxModel.Row]

    init(_ rows: [(label: String, partition: TopicPartition)], _ pool: ConnectionPool, _ host: ModelHost) async throws {
        let (decisions, decision) = AsyncStream.makeStream(of: Bool.self)
        let (inserted, isInserted) = AsyncStream.makeStream(of: Void.self)
        task = Task {
            try? await pool.withTransaction { transaction in
                for row in rows {
                    try await transaction.execute(
                        """
                        insert into outbox (lane, topic, partition, key, event_id, type, headers, payload)
                        values (\(row.partition.lane), \(row.partition.topic), \(row.partition.partition), 'k',
                            \(UniqueID.version7(at: .now)), 't', '{}', \(Array(row.label.utf8)))
                        """
                    )
                }
                isInserted.yield()
                for await commits in decisions where !commits { throw TakenBack() }
            }
            isInserted.finish()
        }
        for await _ in inserted { break }
        self.decision = decision
        let (xid, outbox) = (host.outbox.takeXid(), host.outbox)
        self.xid = xid
        self.rows = rows.map { row in
            OutboxModel.Row(
                seq: outbox.takeSeq(),
                xid: xid,
                partition: row.partition,
                key: "k",
                headers: [],
                payload: Array(row.label.utf8)
            )
        }
    }

    func end(commits: Bool, _ host: ModelHost) async throws {
        decision.yield(commits)
        decision.finish()
        await task.value
        if commits { host.outbox.commit(xid, rows) } else { host.outbox.rollBack(xid) }
    }
}

/// Runs single orders on the model, without faults.
///
/// `@unchecked Sendable`: one order at a time.
final class ModelHost: @unchecked Sendable {
    private let engine = Engine(seed: 1)
    private let process: SimulatedProcess
    let outbox: OutboxModel
    let stores: [RelayStoreModel]

    init(owners: [String]) {
        let process = SimulatedProcess("model", on: engine)
        let outbox = OutboxModel(engine: engine)
        self.process = process
        self.outbox = outbox
        stores = owners.map { RelayStoreModel(owner: $0, process: process, model: outbox) }
    }

    func run(_ body: @escaping @Sendable () async -> String) async -> String {
        await onOwnThread { [self] in
            let answer = Answer()
            process.start {
                let text = await body()
                answer.text.withLock { $0 = text }
            }
            _ = engine.run(until: .max) { answer.text.withLock { $0 != nil } }
            return answer.text.withLock { $0 ?? "no answer" }
        }
    }
}

final class Answer: Sendable {
    let text = Mutex<String?>(nil)
}

extension RelayWindow {
    var place: String { "\(lane)/\(tick)" }
}

extension [LaneLease] {
    var text: String {
        sorted { $0.lane < $1.lane }.map { "\($0.lane) epoch \($0.epoch) tick \($0.tick)" }.joined(separator: ", ")
    }
}

extension [RelayRow] {
    var text: String {
        map { "\($0.place) \($0.partition) \(String(decoding: $0.payload, as: UTF8.self))" }.joined(separator: ", ")
    }
}

extension [ReplayTask] {
    var text: String { map { "\($0.partition) from \($0.fromSequence)" }.sorted().joined(separator: ", ") }
}

extension [PublishedWindow] {
    var text: String {
        map { "\($0.window.place) \($0.starts.sorted { $0.key < $1.key })" }.joined(separator: ", ")
    }
}

extension [TopicPartition: PartitionProgress] {
    var text: String { "\(sorted { $0.key < $1.key })" }
}
