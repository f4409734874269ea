import Database
import Logging
import ServiceLifecycle
import Vocabulary

/// Makes day partitions ahead, drops those that are old and removes single rows that are, once an hour.
package struct TableMaintenance: Service {
    private let pool: ConnectionPool
    private let settings: ConsumerSettings
    private let chunk: Int
    private let logger: Logger

    /// - Parameter chunk: rows removed in one transaction.
    package init(pool: ConnectionPool, settings: ConsumerSettings, chunk: Int = 1000, logger: Logger) {
        self.pool = pool
        self.settings = settings
        self.chunk = chunk
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: .seconds(3600), logger: logger) { try await maintain() }
    }

    package func maintain() async throws {
        _ = try await pool.query("select maintain_outbox(7, interval '14 days')")
        _ = try await pool.query("select maintain_inbox(7, interval '14 days')")
        try await forgetArrivals()
        try await removeTimers()
    }

    /// A parked message is not through, so it stays known.
    private func forgetArrivals() async throws {
        try await inChunks(
            """
            delete from foreign_inbox where (source, foreign_id) in (
                select source, foreign_id from foreign_inbox
                where received_at < now() - \(Duration.days(Int64(settings.foreignInboxDays))) and outcome <> 'parked'
                order by received_at limit \(chunk) for update skip locked
            )
            """
        )
    }

    /// Timers of which nothing more can come; a deadline that its handler refused counts as one of those in the end.
    private func removeTimers() async throws {
        try await inChunks(
            """
            delete from timer where (owner, kind) in (
                select owner, kind from timer where settled_at < now() - interval '14 days'
                order by settled_at limit \(chunk) for update skip locked
            )
            """
        )
    }

    private func inChunks(_ removal: Query) async throws {
        while try await pool.execute(removal) == chunk { try Task.checkCancellation() }
    }
}
