import Database
import Logging
import Metrics
import ServiceLifecycle
import Vocabulary

/// What only the tables know, read every few seconds in one statement: how old the oldest unpublished message is, what
/// is parked, what is missing, how late timers are, what the last reconciliation found.
///
/// Every instance of a service shows the same values; take the maximum.
package struct RuntimeGauges: Service {
    /// Between two readings: with eight services on one database less than two statements per second.
    package static let interval = Duration.seconds(5)

    private let pool: ConnectionPool
    private let logger: Logger
    private let gauges = Self.names.mapValues { Gauge(label: $0.label, dimensions: $0.dimensions) }
    private let waiting = Gauge(label: "aftercare.database.pool.waiting")
    private let poolWaits = Gauge(label: "aftercare.database.pool.waits")
    private let poolWaitTime = Gauge(label: "aftercare.database.pool.wait.seconds")

    package init(pool: ConnectionPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: Self.interval, logger: logger) { try await read() }
    }

    private static let names: [String: (label: String, dimensions: [(String, String)])] = [
        "unpublished": ("aftercare.outbox.oldest.unpublished.seconds", []),
        "quarantined": ("aftercare.outbox.quarantined", []),
        "waiting": ("aftercare.parked.lanes", [("state", "waiting")]),
        "dead": ("aftercare.parked.lanes", [("state", "dead")]),
        "parked": ("aftercare.parked.oldest.seconds", []),
        "letters": ("aftercare.dead.letters", []),
        "gaps": ("aftercare.inbox.gaps", []),
        "gap": ("aftercare.inbox.gap.oldest.seconds", []),
        "pending": ("aftercare.timer.pending", []),
        "overdue": ("aftercare.timer.overdue.seconds", []),
        "xmin": ("aftercare.database.xmin.age.transactions", []),
        "transaction": ("aftercare.database.oldest.transaction.seconds", []),
        "differences": ("aftercare.reconciliation.differences", []),
        "reconciled": ("aftercare.reconciliation.age.seconds", []),
    ]

    package func read() async throws {
        let rows = try await pool.query(Self.statement)
        guard let row = rows.first else { return }
        for (column, gauge) in gauges { gauge.record(try row.decode(column, as: Double.self)) }
        waiting.record(Int64(pool.load.waiting))
        let waits = pool.waits
        poolWaits.record(Int64(waits.count))
        poolWaitTime.record(Double(waits.time.microseconds) / 1_000_000)
    }

    private static let statement: Query = """
        select
            coalesce((select extract(epoch from clock_timestamp() - min(created_at)) from outbox_waiting),
                0)::double precision as unpublished,
            (select count(*) from outbox_quarantine)::double precision as quarantined,
            (select count(*) from parked_lane where state <> 'dead')::double precision as waiting,
            (select count(*) from parked_lane where state = 'dead')::double precision as dead,
            coalesce((select extract(epoch from clock_timestamp() - min(parked_at)) from parked_lane),
                0)::double precision as parked,
            (select count(*) from dead_letter where state = 'kept')::double precision as letters,
            (select count(*) from consumer_sequence where gap_sequence is not null)::double precision as gaps,
            coalesce((select extract(epoch from clock_timestamp() - min(gap_since)) from consumer_sequence
                where gap_sequence is not null), 0)::double precision as gap,
            (select count(*) from timer where state = 'pending')::double precision as pending,
            coalesce((select extract(epoch from clock_timestamp() - min(due_at)) from timer
                where state = 'pending' and due_at < clock_timestamp()), 0)::double precision as overdue,
            (pg_snapshot_xmax(pg_current_snapshot())::text::numeric
                - pg_snapshot_xmin(pg_current_snapshot())::text::numeric)::double precision as xmin,
            coalesce((select extract(epoch from clock_timestamp() - min(xact_start)) from pg_stat_activity
                where datname = current_database()), 0)::double precision as transaction,
            coalesce((select lost + invented from reconciliation order by finished_at desc limit 1),
                0)::double precision as differences,
            coalesce((select extract(epoch from clock_timestamp() - max(finished_at)) from reconciliation),
                -1)::double precision as reconciled
        """
}
