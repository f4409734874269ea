import Database
import Logging
import Messages
import ServiceLifecycle
import Vocabulary

/// Fires deadlines that are due, by PostgreSQL's clock: marked and put into the outbox in one transaction, so that they
/// take the same ordered way as everything else.
///
/// Any number of instances may sweep.
package struct TimerSweep: Service {
    private let processor: BatchProcessor
    private let wakeUp: WakeUp
    private let interval: Duration
    private let logger: Logger

    /// Deadlines fired in one transaction.
    static let batchLimit = 1000

    package init(
        processor: BatchProcessor,
        wakeUp: WakeUp,
        interval: Duration = .seconds(1),
        logger: Logger
    ) {
        self.processor = processor
        self.wakeUp = wakeUp
        self.interval = interval
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: interval, logger: logger) {
            while try await fireDue() == Self.batchLimit {}
        }
    }

    /// Fires one batch; returns how many were due.
    @discardableResult
    package func fireDue() async throws -> Int {
        let service = processor.service
        let count = try await processor.pool.withTransaction { transaction in
            let now = try await processor.clock.now(in: transaction)
            let rows = try await transaction.query(
                """
                update timer set state = 'fired', fired_at = now()
                from (
                    select owner, kind from timer where state = 'pending' and due_at <= \(now.business)
                    order by due_at limit \(Self.batchLimit) for update skip locked
                ) due
                where timer.owner = due.owner and timer.kind = due.kind
                returning timer.owner, timer.kind, timer.generation, timer.payload
                """
            )
            let messages = try rows.map { row in
                let payload = try row.decode("payload", as: JSONText?.self)
                let deadline = DeadlineFiredV1(
                    service: service,
                    kind: try row.decode("kind"),
                    owner: try row.decode("owner"),
                    generation: try row.decode("generation"),
                    payload: try payload.map { try JSONParser.parse(Array($0.text.utf8)) }
                )
                return try OutboxMessage(
                    deadline,
                    id: .version7(at: now.database),
                    origin: OutboxMessage.Origin(source: service, time: now.business),
                    topic: .timers(service)
                )
            }
            try await Outbox.append(messages, in: transaction)
            try await Failpoint.reach("timers.inside")
            return messages.count
        }
        if count > 0 { wakeUp.signal() }
        return count
    }
}
