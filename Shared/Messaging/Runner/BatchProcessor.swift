import Database
import Logging
import Messages
import Vocabulary

/// Takes records from the topics into the service: each batch in one transaction, a bad key parked, the rest through.
package final class BatchProcessor: Sendable {
    let service: ServiceName
    let read: @Sendable (IncomingRecord) -> ReceivedMessage
    let database: any ServiceDatabase
    let clock: BusinessClock
    private let time: any RuntimeTime
    private let logger: Logger
    private let metrics = RuntimeMetrics()

    package convenience init(
        service: ServiceName,
        handlers: [HandlerRegistration],
        pool: ConnectionPool,
        clock: BusinessClock = BusinessClock(),
        logger: Logger
    ) {
        let reader = MessageReader(handlers)
        self.init(
            service: service,
            database: pool,
            clock: clock,
            time: ProcessTime(),
            logger: logger,
            read: { reader.read($0) }
        )
    }

    /// The processor behind its seams.
    init(
        service: ServiceName,
        database: any ServiceDatabase,
        clock: BusinessClock,
        time: any RuntimeTime,
        logger: Logger,
        read: @escaping @Sendable (IncomingRecord) -> ReceivedMessage
    ) {
        self.service = service
        self.database = database
        self.clock = clock
        self.time = time
        self.logger = logger
        self.read = read
    }

    /// Processes records in the order given.
    ///
    /// - Throws: `DatabaseError` when the database cannot be reached or stays busy; nothing of the batch has happened
    ///   then, and it must be given again.
    package func process(_ records: [IncomingRecord], clusterID: String) async throws -> BatchReport {
        let start = ContinuousClock.now
        let report = try await run(records, clusterID)
        metrics.processed(records.count, report, in: start.duration(to: .now))
        if report.skipped > 0 {
            logger.error(
                "Messages are lost to this service: their sender cannot publish them any more.",
                metadata: ["count": "\(report.skipped)"]
            )
        }
        return report
    }

    private func run(_ records: [IncomingRecord], _ clusterID: String) async throws -> BatchReport {
        let messages = records.map(read)
        var attempt = BatchAttempt(service: service, messages: messages, clusterID: clusterID, clock: clock)
        do {
            return try await commit(attempt)
        } catch  where error.isLasting {
            logger.warning("A batch failed; looking for the key.", metadata: ["error": "\(error)"])
            attempt.parking = try await culprits(in: attempt, Set(messages.compactMap { $0.event?.attributes.key }))
            guard !attempt.parking.isEmpty else { throw error }
            return try await commit(attempt)
        }
    }

    /// Runs the attempt; what is transient is tried again.
    private func commit(_ attempt: BatchAttempt) async throws -> BatchReport {
        var tries = 0
        while true {
            do {
                return try await database.perform(attempt)
            } catch is ConcurrentChange where tries < 8 {
                tries += 1
            } catch let error as DatabaseError where error.isRetriable && tries < 3 {
                tries += 1
            }
            try await time.sleep(for: .milliseconds(time.random(in: 5...25) << tries))
        }
    }

    /// The keys that make the batch fail, each with the reason, found by halving.
    private func culprits(in attempt: BatchAttempt, _ keys: Set<String>) async throws -> [String: String] {
        guard !keys.isEmpty, let reason = try await trial(attempt, keys) else { return [:] }
        guard keys.count > 1 else { return Dictionary(uniqueKeysWithValues: keys.map { ($0, reason) }) }
        let sorted = keys.sorted()
        let left = try await culprits(in: attempt, Set(sorted.prefix(sorted.count / 2)))
        let right = try await culprits(in: attempt, Set(sorted.suffix(from: sorted.count / 2)))
        // Each half alone is fine: they cannot go together, so one half waits for a transaction of its own.
        if left.isEmpty, right.isEmpty {
            return Dictionary(uniqueKeysWithValues: sorted.suffix(from: sorted.count / 2).map { ($0, reason) })
        }
        return left.merging(right) { first, _ in first }
    }

    /// Runs only these keys and takes everything back; the reason when that fails.
    private func trial(_ attempt: BatchAttempt, _ keys: Set<String>) async throws -> String? {
        var limited = attempt
        limited.only = keys
        do {
            try await database.perform(Trial(attempt: limited))
            return nil
        } catch is Trial.TakenBack {
            return nil
        } catch  where error.isLasting {
            return error.reason
        }
    }
}

/// An attempt that is taken back at its end: it only shows whether it would succeed.
private struct Trial: UnitOfWork {
    struct TakenBack: Error {}

    let attempt: BatchAttempt

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws {
        _ = try await attempt.run(in: transaction)
        throw TakenBack()
    }
}
