import Database
import Logging
import Messages
import Synchronization
import Vocabulary

/// Takes records from the topics into the service: each batch in one transaction, a bad key parked, the rest through.
package final class BatchProcessor: Sendable {
    let service: ServiceName
    let read: @Sendable (IncomingRecord) -> ReceivedMessage
    let database: any ServiceDatabase
    let clock: BusinessClock
    /// Told of every attempt, so that one that hangs is noticed.
    package let state = ConsumerState()
    private let window: InboxWindow
    private let watch: Mutex<DependencyWatch>
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
        window: InboxWindow = InboxWindow(),
        logger: Logger
    ) {
        let reader = MessageReader(handlers, sealer: master.map(Sealer.init))
        self.init(
            service: service,
            database: pool,
            clock: clock,
            parking: parking,
            window: window,
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
        window: InboxWindow = InboxWindow(),
        process: UniqueID = .version7(at: .now),
        time: any RuntimeTime,
        logger: Logger,
        read: @escaping @Sendable (IncomingRecord) -> ReceivedMessage
    ) {
        self.service = service
        self.database = database
        self.clock = clock
        self.parking = parking
        self.window = window
        watch = Mutex(DependencyWatch())
        marker = CrashMarker(process: process)
        self.time = time
        self.logger = logger
        self.read = read
        metrics = RuntimeMetrics(service: service)
    }

    /// Processes records in the order given.
    ///
    /// - Throws: `DatabaseError` when the database cannot be reached, `DependencyFailure` when something is broken that
    ///   all messages need; nothing of the batch has happened then, and it must be given again.
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

    /// Tries one key of a batch that failed and takes all back; whether it can be handled again.
    ///
    /// - Parameter turn: which key; later ones begin again at the first.
    package func probe(_ records: [IncomingRecord], clusterID: String, turn: Int) async throws -> Bool {
        let attempt = attempt(records, clusterID)
        let keys = attempt.keys.sorted()
        for step in 0..<keys.count {
            switch try await trial(attempt, [keys[(turn + step) % keys.count]]) {
            case .failed: return false
            case .passed(let report) where report.done + report.rejected > 0:
                watch.withLock { $0.succeeded() }
                return true
            case .passed: continue  // its lane is parked: nothing was tried
            }
        }
        return true
    }

    /// Parks what fails until something succeeds again, however many keys that are.
    package func giveUpWaiting() {
        watch.withLock { $0.overrule() }
    }

    private func attempt(_ records: [IncomingRecord], _ clusterID: String) -> BatchAttempt {
        BatchAttempt(
            service: service,
            messages: records.map(read),
            clusterID: clusterID,
            clock: clock,
            window: window,
            policy: parking
        )
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
        var attempt = attempt(records, clusterID)
        if endsProcess { for key in attempt.keys { attempt.parking[key] = CrashMarker.reason } }
        do {
            let report = try await patiently { try await database.perform(attempt) }
            if report.done > 0 { watch.withLock { $0.succeeded() } }
            return report
        } catch  where error.concernsMessages {
            logger.warning("A batch failed; looking for the key.", metadata: ["error": "\(error)"])
            let found = try await culprits(in: attempt, attempt.keys.sorted()[...])
            guard !found.isEmpty else { throw error }
            attempt.parking.merge(found) { known, _ in known }
            let second = attempt
            return try await patiently { try await database.perform(second) }
        }
    }

    /// Runs something again that others were in the way of, or that lost its connection: at most three times, with growing
    /// pauses of random length.
    private func patiently<Result>(_ body: () async throws -> Result) async throws -> Result {
        var tries = 0
        while true {
            state.beat()
            do {
                return try await body()
            } catch is ConcurrentChange where tries < 8 {
                tries += 1
            } catch  where tries < 3 && error.mayPass {
                tries += 1
            }
            try await time.sleep(for: .milliseconds(time.random(in: 5...25) << tries))
        }
    }

    /// The keys that make the batch fail, each with the reason, found by halving.
    private func culprits(in attempt: BatchAttempt, _ keys: ArraySlice<String>) async throws -> [String: String] {
        guard let first = keys.first, case .failed(let failure, let reason) = try await trial(attempt, Set(keys)) else {
            if !keys.isEmpty { watch.withLock { $0.succeeded() } }
            return [:]
        }
        guard keys.count > 1 else {
            guard !watch.withLock({ $0.failed(first, failure) }) else { throw DependencyFailure(reason: reason) }
            return [first: reason]
        }
        let middle = keys.startIndex + keys.count / 2
        let left = try await culprits(in: attempt, keys[..<middle])
        let right = try await culprits(in: attempt, keys[middle...])
        // Each half alone is fine: they cannot go together, so one half waits for a transaction of its own.
        if left.isEmpty, right.isEmpty {
            return Dictionary(uniqueKeysWithValues: keys[middle...].map { ($0, reason) })
        }
        return left.merging(right) { first, _ in first }
    }

    private enum Outcome {
        case passed(BatchReport)
        case failed(FailureClass, reason: String)
    }

    /// Runs only these keys and takes everything back.
    ///
    /// - Throws: only what says nothing of the keys: an outage, a cancellation.
    private func trial(_ attempt: BatchAttempt, _ keys: Set<String>) async throws -> Outcome {
        var limited = attempt
        limited.only = keys
        let trial = Trial(attempt: limited)
        do {
            return try await patiently { .passed(try await database.perform(trial)) }
        } catch let end as Trial.TakenBack {
            return .passed(end.report)
        } catch  where error.concernsMessages {
            return .failed(FailureClass(error), reason: error.reason)
        }
    }
}

/// An attempt that is taken back at its end: it only shows whether it would succeed.
private struct Trial: UnitOfWork {
    struct TakenBack: Error {
        let report: BatchReport
    }

    let attempt: BatchAttempt

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> BatchReport {
        throw TakenBack(report: try await attempt.run(in: transaction))
    }
}
