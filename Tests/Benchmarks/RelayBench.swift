import Database
import Messages
import Messaging
import OperatorKit
import ServiceLifecycle
import Vocabulary

/// Rows per second from the outbox to acknowledged records, beside the same records sent by a bare producer; and what a
/// relay with nothing to do costs.
struct RelayBench {
    private let surroundings: Surroundings
    private static let rows = 100_000

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    func run(_ report: inout Report) async throws {
        let pool = try await surroundings.service("relay_bench")
        let messages = try Workload(cases: 10_000).messages(Self.rows)
        for start in stride(from: 0, to: messages.count, by: 500) {
            try await pool.withTransaction { transaction in
                try await Outbox.append(Array(messages[start..<start + 500]), in: transaction)
            }
        }
        let relayed = try await relay(pool)
        let plain = try await produce(messages)
        report.add("relay", "rows published", Double(Self.rows) / relayed.inSeconds, "1/s")
        report.add("relay", "records by a bare producer", Double(Self.rows) / plain.inSeconds, "1/s")
        report.add("relay", "ratio to the bare producer", plain.inSeconds / relayed.inSeconds, "")
        report.add("relay", "transactions per second when idle", try await idleTransactions(pool), "1/s")
        await pool.shutdown()
    }

    private func relay(_ pool: ConnectionPool) async throws -> Duration {
        try await running(pool) {
            let start = ContinuousClock.now
            while try await unpublished(pool) > 0 { try await Task.sleep(for: .milliseconds(5)) }
            return start.duration(to: .now)
        }
    }

    /// Statements end as transactions of their own, so these are counted; the two readings count as well.
    private func idleTransactions(_ pool: ConnectionPool) async throws -> Double {
        try await running(pool) {
            try await Task.sleep(for: .seconds(3))
            let before = try await transactions(pool)
            try await Task.sleep(for: .seconds(10))
            return (try await transactions(pool) - before) / 10
        }
    }

    private func running<Result: Sendable>(
        _ pool: ConnectionPool,
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        let relay = Relay(
            service: .intake,
            instance: "bench",
            pool: pool,
            kafka: surroundings.kafka,
            wakeUp: WakeUp(),
            logger: surroundings.logger
        )
        let group = ServiceGroup(services: [relay], logger: surroundings.logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let result = try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
    }

    private func produce(_ messages: [OutboxMessage]) async throws -> Duration {
        let producer = try KafkaProducer(surroundings.kafka, logger: surroundings.logger)
        let records = messages.map { message in
            OutgoingRecord(
                topic: message.topic.name,
                partition: message.partition,
                key: Array(message.key.utf8),
                value: message.payload,
                headers: message.headers.map { KafkaHeader($0.name, $0.value) }
            )
        }
        _ = try await producer.partitionCount(of: records[0].topic)
        let start = ContinuousClock.now
        for first in stride(from: 0, to: records.count, by: 2000) {
            for result in await producer.produce(Array(records[first..<first + 2000])) { _ = try result.get() }
        }
        let spent = start.duration(to: .now)
        await producer.purgeAndClose()
        return spent
    }

    private func unpublished(_ pool: ConnectionPool) async throws -> Int64 {
        let rows = try await pool.query(
            """
            select count(*) as open from relay_lane l where exists (select from outbox o where o.lane = l.lane
                and o.xid >= pg_snapshot_xmin(l.snapshot) and not pg_visible_in_snapshot(o.xid, l.snapshot))
            """
        )
        return try rows[0].decode("open")
    }

    private func transactions(_ pool: ConnectionPool) async throws -> Double {
        let rows = try await pool.query(
            """
            select (xact_commit + xact_rollback)::double precision as count from pg_stat_database
            where datname = current_database()
            """
        )
        return try rows[0].decode("count")
    }
}
