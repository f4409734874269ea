import Database
import Messages
import Messaging
import OperatorKit

/// Events per second through a handler and its storage, beside `pgbench` running the same statements.
struct RunnerBench {
    private let surroundings: Surroundings
    private let time: Duration

    init(_ surroundings: Surroundings, _ time: Duration) {
        self.surroundings = surroundings
        self.time = time
    }

    func run(_ report: inout Report) async throws {
        for batch in [1, 10, 100, 500] {
            let own = try await runner(batch)
            let plain = try await PlainBatches(surroundings, batch: batch).perSecond(for: time) * Double(batch)
            report.add("runner", "events, batch of \(batch)", own.perSecond, "1/s")
            report.add("runner", "events by pgbench, batch of \(batch)", plain, "1/s")
            report.add("runner", "ratio to pgbench, batch of \(batch)", own.perSecond / plain, "")
            report.add("runner", "WAL per event, batch of \(batch)", own.walBytes, "bytes")
        }
    }

    private func runner(_ batch: Int) async throws -> (perSecond: Double, walBytes: Double) {
        let schema = "runner_\(batch)"
        let pool = try await surroundings.service(schema, extra: Account.migrations)
        let processor = BatchProcessor(
            service: .dispatch,
            handlers: [.on(WhenCaseIsCancelledCount())],
            pool: pool,
            logger: surroundings.logger
        )
        let workload = Workload(cases: 10_000)
        var numbers: [Int32: Int64] = [:]
        var spent = Duration.zero
        var events = 0
        // Making the records is not measured; the first batches fill caches and are not counted.
        _ = try await processor.process(workload.records(batch * 5, after: &numbers), clusterID: "bench")
        let before = try await walPosition(pool)
        while spent < time {
            let records = try (0..<max(1, 2000 / batch)).map { _ in try workload.records(batch, after: &numbers) }
            let start = ContinuousClock.now
            for batch in records { _ = try await processor.process(batch, clusterID: "bench") }
            spent += start.duration(to: .now)
            events += records.count * batch
        }
        let written = try await walPosition(pool) - before
        await pool.shutdown()
        return (Double(events) / spent.inSeconds, written / Double(events))
    }

    private func walPosition(_ pool: ConnectionPool) async throws -> Double {
        let rows = try await pool.query("select (pg_current_wal_insert_lsn() - '0/0')::double precision as position")
        return try rows[0].decode("position")
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
