import Logging
import Messages
import Metrics
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
    private let time: any RuntimeTime
    private let logger: Logger
    private let lateness = Timer(label: "aftercare.timer.lateness")

    /// Deadlines fired in one transaction.
    static let batchLimit = 1000

    package init(
        processor: BatchProcessor,
        wakeUp: WakeUp,
        interval: Duration = .seconds(1),
        time: any RuntimeTime = ProcessTime(),
        logger: Logger
    ) {
        self.processor = processor
        self.wakeUp = wakeUp
        self.interval = interval
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: interval, on: time, logger: logger) {
            while try await fireDue() == Self.batchLimit {}
        }
    }

    /// Fires one batch; returns how many were due.
    @discardableResult
    package func fireDue() async throws -> Int {
        let count = try await processor.database.perform(
            TimerFiring(
                service: processor.service,
                clock: processor.clock,
                limit: Self.batchLimit,
                lateness: lateness
            )
        )
        if count > 0 { wakeUp.signal() }
        return count
    }
}

/// Marks what is due as fired and says so through the outbox.
private struct TimerFiring: UnitOfWork {
    let service: ServiceName
    let clock: BusinessClock
    let limit: Int
    let lateness: Timer

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> Int {
        let now = try await clock.now(in: transaction)
        let fired = try await transaction.fireTimers(dueAt: now.business, atMost: limit)
        for timer in fired { lateness.record(now.business - timer.due) }
        let messages = try fired.map { timer in
            try OutboxMessage(
                DeadlineFiredV1(
                    service: service,
                    kind: timer.kind,
                    owner: timer.owner,
                    generation: timer.generation,
                    payload: timer.payload
                ),
                id: .version7(at: now.database),
                origin: OutboxMessage.Origin(
                    source: service,
                    time: now.business,
                    trace: .continuing(timer.trace)
                ),
                topic: .timers(service)
            )
        }
        try await transaction.append(messages)
        try await Failpoint.reach("timers.inside")
        return messages.count
    }
}
