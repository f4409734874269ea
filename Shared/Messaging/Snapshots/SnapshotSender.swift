import Database
import Logging
import Messages
import ServiceLifecycle
import Vocabulary

/// Sends the states of all aggregates of a collection again when an operator asks for it: in batches, in the order of
/// their ids, no faster than the task allows and not while live messages wait.
///
/// Any number of instances may run; each batch is one transaction that also notes how far it came, so a crash repeats
/// nothing and skips nothing.
package struct SnapshotSender: Service {
    private let service: ServiceName
    private let sources: [String: SnapshotSource]
    private let pool: ConnectionPool
    private let wakeUp: WakeUp
    private let logger: Logger

    /// States in one transaction.
    static let batchLimit = 200

    package init(
        service: ServiceName,
        sources: [SnapshotSource],
        pool: ConnectionPool,
        wakeUp: WakeUp,
        logger: Logger
    ) {
        self.service = service
        self.sources = Dictionary(sources.map { ($0.collection, $0) }) { first, _ in first }
        self.pool = pool
        self.wakeUp = wakeUp
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: .seconds(1), logger: logger) {
            while let pause = try await sendBatch() { try await Task.sleep(for: pause) }
        }
    }

    /// Sends one batch.
    ///
    /// - Returns: how long to wait before the next one; `nil` when nothing is asked for or live messages wait.
    @discardableResult
    package func sendBatch() async throws -> Duration? {
        let pause: Duration? = try await pool.withTransaction { transaction in
            guard let task = try await nextTask(in: transaction), let source = sources[task.collection] else {
                return nil
            }
            let batch = try await source.read(task.lastID, min(Self.batchLimit, task.rate), task.now, transaction)
            let messages = try batch.messages.enumerated().map { index, state in
                try OutboxMessage(
                    state,
                    id: .version7(at: task.now, counter: index),
                    origin: OutboxMessage.Origin(
                        source: service,
                        time: task.now,
                        correlationID: (state as? any CaseBound)?.caseID.value
                    )
                )
            }
            try await Outbox.append(messages, in: transaction)
            try await transaction.execute(
                """
                update snapshot_task set last_id = \(batch.lastID), sent = sent + \(Int64(messages.count)),
                    state = \(batch.isLast ? "done" : "open"), ended_at = case when \(batch.isLast) then now() end
                where collection = \(task.collection)
                """
            )
            return .microseconds(Int64(messages.count) * 1_000_000 / Int64(task.rate))
        }
        if pause != nil { wakeUp.signal() }
        return pause
    }

    private struct OpenTask {
        let collection: String
        let lastID: String?
        let rate: Int
        let now: Timestamp
    }

    private func nextTask(in transaction: borrowing Transaction) async throws -> OpenTask? {
        let rows = try await transaction.query(
            """
            select collection, last_id, rate, now() as now from snapshot_task
            where state = 'open' and collection = any(\(sources.keys.sorted()))
                and not exists (select from outbox_waiting where created_at < now() - interval '2 seconds')
            order by requested_at, collection limit 1 for update skip locked
            """
        )
        return try rows.first.map { row in
            OpenTask(
                collection: try row.decode("collection"),
                lastID: try row.decode("last_id"),
                rate: Int(try row.decode("rate", as: Int32.self)),
                now: try row.decode("now")
            )
        }
    }
}
