import Database
import Logging
import Metrics
import ServiceLifecycle

/// What only the tables know, read every few seconds: how old the oldest unpublished message is, what is parked, what is
/// missing, how late timers are.
struct RuntimeGauges: Service {
    private let pool: ConnectionPool
    private let logger: Logger
    private let unpublishedAge = Gauge(label: "aftercare.outbox.oldest.unpublished.seconds")
    private let waitingLanes = Gauge(label: "aftercare.parked.lanes", dimensions: [("state", "waiting")])
    private let deadLanes = Gauge(label: "aftercare.parked.lanes", dimensions: [("state", "dead")])
    private let gaps = Gauge(label: "aftercare.inbox.gaps")
    private let timerLateness = Gauge(label: "aftercare.timer.lateness.seconds")

    init(pool: ConnectionPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    func run() async throws {
        await repeatUntilShutdown(every: .seconds(5), logger: logger) { try await read() }
    }

    private func read() async throws {
        let rows = try await pool.query(
            """
            select
                (select coalesce(extract(epoch from now() - min(o.created_at)), 0)::double precision
                    from outbox_unpublished o)
                    as unpublished,
                (select count(*) from parked_lane where state = 'waiting') as waiting,
                (select count(*) from parked_lane where state = 'dead') as dead,
                (select count(*) from consumer_sequence where gap_sequence is not null) as gaps,
                (select coalesce(extract(epoch from now() - min(due_at)), 0)::double precision
                    from timer where state = 'pending' and due_at < now()) as lateness
            """
        )
        guard let row = rows.first else { return }
        unpublishedAge.record(try row.decode("unpublished", as: Double.self))
        waitingLanes.record(try row.decode("waiting", as: Int64.self))
        deadLanes.record(try row.decode("dead", as: Int64.self))
        gaps.record(try row.decode("gaps", as: Int64.self))
        timerLateness.record(try row.decode("lateness", as: Double.self))
    }
}
