import Logging
import Messages
import Metrics
import Vocabulary

/// Publishes the lanes that this process holds, with one producer, for as long as both last.
///
/// A pass closes what was published, opens the next windows, gives requests to publish again a slice each, and publishes
/// the windows. What concerns one partition (a topic that is gone, a log that lost something) leaves the others alone.
struct RelaySession {
    enum Pass {
        case busy, idle
        /// The lanes are gone or the broker is another one.
        case over
    }

    let store: any RelayStorage
    let broker: any RelayBroker
    let producer: any RelayProducer
    let clusterID: String
    let held: HeldLanes
    let logger: Logger
    let publisher: RelayPublisher
    let metrics = RelayMetrics()

    var progress: [TopicPartition: PartitionProgress] = [:]
    /// Partitions that the broker takes nothing for, and the first number that waits.
    var blocked: [TopicPartition: Int64] = [:]
    /// When to try a blocked partition again, and how often that has failed.
    var retries: [TopicPartition: (at: Duration, failures: Int)] = [:]
    var jobs: [ReplayJob] = []
    private var closing: [PublishedWindow] = []
    private var connections = 0
    private var nextCheck = Duration.zero
    private var nextLogCheck = Duration.zero

    /// How often the ends of the logs are compared with what was acknowledged; at once after every new connection.
    static let logCheckInterval = Duration.seconds(15)

    init(
        store: any RelayStorage,
        broker: any RelayBroker,
        producer: any RelayProducer,
        clusterID: String,
        held: HeldLanes,
        logger: Logger
    ) {
        self.store = store
        self.broker = broker
        self.producer = producer
        self.clusterID = clusterID
        self.held = held
        self.logger = logger
        publisher = RelayPublisher(producer: producer, store: store, logger: logger)
    }

    mutating func begin() async throws {
        connections = producer.connections
        try await takeOver(held.lanes)
    }

    mutating func pass(at now: Duration) async throws -> Pass {
        let opened = try await store.advance(held.leases, closing: closing, progress: progress)
        closing = []
        try await Failpoint.reach("relay.committed")
        // Here every published window is closed: lanes may be given back, and a replay that ends leaves none out.
        if now >= nextCheck {
            guard try await check(at: now) else { return .over }
            nextCheck = now + .seconds(1)
        }
        let hasReplayed = try await replayNext(at: now)
        let lanes = Set(held.lanes)
        let windows = opened.filter { lanes.contains($0.lane) }
        closing = try await publish(windows, at: now)
        metrics.ticks.increment(by: closing.count)
        return hasReplayed || !windows.isEmpty ? .busy : .idle
    }

    /// Learns how far lanes are that this process has just taken.
    private mutating func takeOver(_ lanes: [Int16]) async throws {
        progress.merge(try await store.progress(of: lanes)) { _, new in new }
        blocked.merge(try await store.blockedPartitions(of: lanes)) { _, new in new }
        let known = try await store.clusterIDs(of: lanes)
        for lane in lanes where known[lane] != clusterID {
            let isEmptied = known[lane] != nil
            if isEmptied {
                logger.warning(
                    "The broker is another one; the outbox is published again.",
                    metadata: ["lane": "\(lane)"]
                )
            }
            try await store.adopt(clusterID: clusterID, for: lane, isEmptied: isEmptied)
            for partition in progress.keys where partition.lane == lane { progress[partition]?.mark = nil }
        }
        try await compareLogs(of: lanes, isThorough: true)
    }

    private mutating func forget(_ lanes: [Int16]) {
        let lanes = Set(lanes)
        progress = progress.filter { !lanes.contains($0.key.lane) }
        blocked = blocked.filter { !lanes.contains($0.key.lane) }
        retries = retries.filter { !lanes.contains($0.key.lane) }
        jobs.removeAll { lanes.contains($0.task.partition.lane) }
    }

    /// - Returns: whether the session may go on.
    private mutating func check(at now: Duration) async throws -> Bool {
        if producer.connections != connections {
            connections = producer.connections
            guard try await producer.clusterID() == clusterID else { return false }
            nextLogCheck = now
        }
        if now >= nextLogCheck {
            try await compareLogs(of: held.lanes, isThorough: false)
            nextLogCheck = now + Self.logCheckInterval
        }
        try await shareLanes()
        try await refreshJobs(at: now)
        return !held.leases.isEmpty
    }

    /// Gives back what others should have, and takes what is free, up to the fair share.
    private mutating func shareLanes() async throws {
        let surplus = held.removeSurplus()
        if !surplus.isEmpty {
            metrics.laneMoves.increment(by: surplus.count)
            logger.info("Another instance takes over lanes.", metadata: ["lanes": "\(surplus.map(\.lane))"])
            forget(surplus.map(\.lane))
            try await store.release(surplus)
        }
        let missing = held.share - held.leases.count
        guard missing > 0 else { return }
        let taken = try await store.acquire(atMost: missing)
        guard !taken.isEmpty else { return }
        metrics.laneMoves.increment(by: taken.count)
        held.add(taken)
        try await takeOver(taken.map(\.lane))
    }

    private mutating func publish(_ windows: [RelayWindow], at now: Duration) async throws -> [PublishedWindow] {
        var published = windows.map { PublishedWindow(window: $0) }
        var place: RowPlace?
        while !windows.isEmpty {
            try Task.checkCancellation()
            let slice = try await store.rows(of: windows, after: place, only: nil, within: .live)
            guard let last = slice.rows.last else { break }
            try await Failpoint.reach("relay.read")
            let rows = number(slice.rows, &published).filter { blocked[$0.row.partition] == nil }
            try await note(try await publisher.send(rows), at: now)
            place = last.place
            if slice.isLast { break }
        }
        return published
    }

    /// Counts on, also for rows that must wait.
    private mutating func number(_ rows: [RelayRow], _ published: inout [PublishedWindow]) -> [NumberedRow] {
        rows.map { row in
            let sequence = progress[row.partition]?.next ?? 1
            progress[row.partition, default: PartitionProgress()].next = sequence + 1
            if let index = published.firstIndex(where: { $0.window.lane == row.lane && $0.window.tick == row.tick }),
                published[index].starts[row.partition] == nil
            {
                published[index].starts[row.partition] = sequence
            }
            return NumberedRow(row: row, sequence: sequence)
        }
    }

    /// Takes in what the broker said to some rows.
    mutating func note(_ report: RelayPublisher.Report, at now: Duration) async throws {
        for (partition, mark) in report.marks.sorted(by: { $0.key < $1.key }) {
            let known = progress[partition]?.mark?.offset ?? -1
            if report.cutShort.contains(partition) || report.firstOffsets[partition] ?? mark.offset <= known {
                // It lost its end while we were publishing: what is there now came after the loss.
                try await noteLoss(in: partition, from: 1)
            }
            progress[partition]?.mark = mark
            retries[partition] = nil
        }
        for (partition, refusal) in report.refused {
            try await block(partition, from: refusal.sequence, refusal.error, at: now)
        }
    }
}
