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
    package let parking: ParkingPolicy
    private let marker: CrashMarker
    private let time: any RuntimeTime
    let logger: Logger
    private let metrics: RuntimeMetrics

    package convenience init(
        service: ServiceName,
        handlers: [HandlerRegistration],
        pool: ConnectionPool,
        clock: BusinessClock = BusinessClock(),
        parking: ParkingPolicy = .standard,
        master: MasterKeyring? = nil,
        logger: Logger
    ) {
        let reader = MessageReader(handlers, sealer: master.map(Sealer.init))
        self.init(
            service: service,
            database: pool,
            clock: clock,
            parking: parking,
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
        parking: ParkingPolicy = .standard,
        process: UniqueID = .version7(at: .now),
        time: any RuntimeTime,
        logger: Logger,
        read: @escaping @Sendable (IncomingRecord) -> ReceivedMessage
    ) {
        self.service = service
        self.database = database
        self.clock = clock
        self.parking = parking
        marker = CrashMarker(process: process)
        self.time = time
        self.logger = logger
        self.read = read
        metrics = RuntimeMetrics(service: service)
    }

    /// Processes records in the order given.
    ///
    /// - Throws: `DatabaseError` when the database cannot be reached or stays busy; nothing of the batch has happened
    ///   then, and it must be given again.
    package func process(_ records: [IncomingRecord], clusterID: String) async throws -> BatchReport {
        let start = ContinuousClock.now
        let report: BatchReport
        do {
            report = try await watched(records, clusterID)
        } catch {
            metrics.failed(error)
            throw error
        }
        metrics.processed(records, report, in: start.duration(to: .now))
        report.steps.log(to: logger)
        if report.skipped > 0 {
            logger.error(
                "Messages are lost to this service: their sender cannot publish them any more.",
                metadata: ["count": "\(report.skipped)"]
            )
        }
        return report
    }

    /// Marks what begins a partition in this process; what has ended processes before is taken one by one.
    private func watched(_ records: [IncomingRecord], _ clusterID: String) async throws -> BatchReport {
        guard marker.watches(records) else { return try await takeWhatHasRoom(records, clusterID) }
        let suspicion = try await marker.begin(records, single: false, in: database)
        let report =
            suspicion == .none
            ? try await takeWhatHasRoom(records, clusterID) : try await oneByOne(records, clusterID)
        try await marker.end(records, in: database)
        return report
    }

    private func oneByOne(_ records: [IncomingRecord], _ clusterID: String) async throws -> BatchReport {
        logger.warning("Processes before this one ended here; messages are taken one by one.")
        var report = BatchReport()
        for record in records where report.held[record.topicPartition] == nil {
            let isCulprit = try await marker.begin([record], single: true, in: database) == .record
            let one = try await takeWhatHasRoom([record], clusterID, endsProcess: isCulprit)
            if isCulprit {
                logger.error(
                    "A message ended the process again and again; its key is parked.",
                    metadata: ["partition": "\(record.topicPartition)", "offset": "\(record.offset)"]
                )
            }
            report.add(one)
            try await marker.end([record], in: database)
        }
        return report
    }

    /// Leaves out, from the first message on that may not be parked any more, the rest of its partition.
    ///
    /// - Parameter endsProcess: the keys of these records are parked unseen.
    private func takeWhatHasRoom(
        _ records: [IncomingRecord],
        _ clusterID: String,
        endsProcess: Bool = false
    ) async throws -> BatchReport {
        do {
            return try await run(records, clusterID, endsProcess: endsProcess)
        } catch let full as ParkingFull {
            let rest = records.filter { record in full.cuts[record.topicPartition].map { record.offset < $0 } ?? true }
            var report = rest.isEmpty ? BatchReport() : try await takeWhatHasRoom(rest, clusterID)
            report.held.merge(full.cuts) { min($0, $1) }
            return report
        }
    }

    private func run(
        _ records: [IncomingRecord],
        _ clusterID: String,
        endsProcess: Bool
    ) async throws -> BatchReport {
        let messages = records.map(read)
        var attempt = BatchAttempt(
            service: service,
            messages: messages,
            clusterID: clusterID,
            clock: clock,
            policy: parking
        )
        if endsProcess {
            for key in messages.compactMap({ $0.event?.attributes.key }) { attempt.parking[key] = CrashMarker.reason }
        }
        do {
            return try await commit(attempt)
        } catch  where error.isLasting {
            logger.warning("A batch failed; looking for the key.", metadata: ["error": "\(error)"])
            let found = try await culprits(in: attempt, Set(messages.compactMap { $0.event?.attributes.key }))
            guard !found.isEmpty else { throw error }
            attempt.parking.merge(found) { known, _ in known }
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
