import Logging
import Messages
import ServiceLifecycle
import Vocabulary

/// Asks again for messages that are still missing after a while; without it a partition on which nothing more is sent
/// would never fill its gap.
package struct GapWatch: Service {
    private let processor: BatchProcessor
    private let wakeUp: WakeUp
    private let time: any RuntimeTime
    private let logger: Logger

    package init(
        processor: BatchProcessor,
        wakeUp: WakeUp,
        time: any RuntimeTime = ProcessTime(),
        logger: Logger
    ) {
        self.processor = processor
        self.wakeUp = wakeUp
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: .seconds(5), on: time, logger: logger) { try await askAgain() }
    }

    /// Repeats requests that have waited long enough; returns how many.
    @discardableResult
    package func askAgain() async throws -> Int {
        let count = try await processor.database.perform(
            GapRequests(service: processor.service, clock: processor.clock)
        )
        if count > 0 { wakeUp.signal() }
        return count
    }
}

/// Sends one request per position that has waited long enough.
private struct GapRequests: UnitOfWork {
    let service: ServiceName
    let clock: BusinessClock

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> Int {
        let time = try await clock.now(in: transaction)
        let missing = try await transaction.overdueGaps()
        let messages = try missing.sorted { $0.key < $1.key }.map { lane, sequence in
            try OutboxMessage(
                ReplayRequestedV1(missing: lane, from: sequence, asking: service),
                id: .version7(at: time.database),
                origin: OutboxMessage.Origin(source: service, time: time.business)
            )
        }
        try await transaction.append(messages)
        return messages.count
    }
}

extension ReplayRequestedV1 {
    /// Asks the sender of a numbering to publish it again from a number on.
    init(missing lane: SequenceTracker.Lane, from sequence: Int64, asking service: ServiceName) {
        self.init(
            service: ServiceName(source: lane.source) ?? service,
            topic: lane.topic,
            partition: Int(lane.partition),
            fromSequence: sequence,
            requestedBy: service.rawValue
        )
    }
}
