import Database
import Logging
import Messages
import ServiceLifecycle
import Vocabulary

/// Asks again for messages that are still missing after a while; without it a partition on which nothing more is sent
/// would never fill its gap.
package struct GapWatch: Service {
    private let processor: BatchProcessor
    private let wakeUp: WakeUp
    private let logger: Logger

    package init(processor: BatchProcessor, wakeUp: WakeUp, logger: Logger) {
        self.processor = processor
        self.wakeUp = wakeUp
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: .seconds(5), logger: logger) { try await askAgain() }
    }

    /// Repeats requests that have waited long enough; returns how many.
    @discardableResult
    package func askAgain() async throws -> Int {
        let service = processor.service
        let count = try await processor.pool.withTransaction { transaction in
            let time = try await processor.clock.now(in: transaction)
            let rows = try await transaction.query(
                """
                update consumer_sequence set gap_requested_at = now()
                where gap_sequence is not null and gap_requested_at <= now() - \(SequenceTracker.patience)
                returning topic, partition, source, next_sequence
                """
            )
            let messages = try rows.map { row in
                let lane = SequenceTracker.Lane(
                    topic: try row.decode("topic"),
                    partition: try row.decode("partition"),
                    source: try row.decode("source")
                )
                return try OutboxMessage(
                    ReplayRequestedV1(missing: lane, from: try row.decode("next_sequence"), asking: service),
                    id: .version7(at: time.database),
                    origin: OutboxMessage.Origin(source: service, time: time.business)
                )
            }
            try await Outbox.append(messages, in: transaction)
            return messages.count
        }
        if count > 0 { wakeUp.signal() }
        return count
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
