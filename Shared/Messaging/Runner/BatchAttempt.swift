import Messages
import Vocabulary

/// One run of a batch inside one transaction: judge, claim, load, handle, write.
struct BatchAttempt: UnitOfWork {
    let service: ServiceName
    let messages: [ReceivedMessage]
    let clusterID: String
    let clock: BusinessClock
    let window: InboxWindow
    let policy: ParkingPolicy
    /// Keys whose messages are parked unseen, with the reason; found by bisection.
    var parking: [String: String] = [:]
    /// When set, only messages of these keys are handled: a trial that is rolled back.
    var only: Set<String>?

    var keys: Set<String> { Set(messages.compactMap { $0.event?.attributes.key }) }

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> BatchReport {
        var report = BatchReport()
        let lanes = Set(messages.compactMap(\.lane))
        let time = try await clock.now(in: transaction)
        let positions = lanes.isEmpty ? [:] : try await transaction.positions(of: lanes)
        var tracker = SequenceTracker(positions: positions, now: time.database)
        let accepted = judge(&tracker, &report)
        var letters = accepted.compactMap(\.message.deadLetter)
        let fresh = try await claim(accepted, &letters, &report, at: time.database, in: transaction)
        let session = BatchSession()
        let lanesThere = try await transaction.parkedLanes(among: Set(fresh.map(\.key)))
        var run = MessageRun(
            service: service,
            time: time,
            session: session,
            parkedKeys: Set(lanesThere.keys),
            parking: parking
        )
        run.register(fresh)
        session.issued += (fresh + accepted.map(\.message).filter { $0.deadLetter != nil }).compactMap(\.issued)
        try await transaction.load(session)
        for message in fresh { run.handle(message) }
        for (lane, position) in tracker.positions where position.asksAgain {
            let request = ReplayRequestedV1(missing: lane, from: position.expected, asking: service)
            session.outgoing.append(
                try OutboxMessage(
                    request,
                    id: session.makeID(at: time.database),
                    origin: OutboxMessage.Origin(source: service, time: time.database)
                )
            )
        }
        let dead = try await makeRoom(for: run.parked, lanesThere, in: transaction)
        let kept = letters.isEmpty ? [] : try await transaction.keep(letters, clusterID: clusterID)
        session.outgoing += DeadLetterMirror(service).copies(
            of: kept + run.parked.filter { dead.contains($0.key) }.map(\.deadLetter),
            at: time.database
        )
        try await transaction.flush(session, service: service, at: time)
        try await transaction.write(changes(tracker, run, dead))
        try await Failpoint.reach("consumer.inside")
        report.add(run.report)
        report.deadLettered = letters.count
        return report
    }

    /// What is to be taken, and what the sender's number says of it.
    private func judge(_ tracker: inout SequenceTracker, _ report: inout BatchReport) -> [JudgedMessage] {
        messages.compactMap { message in
            guard let lane = message.lane, let sequence = message.attributes?.sequence else {
                guard message.attributes != nil || message.deadLetter != nil else { return nil }
                return JudgedMessage(message: message, standing: .unnumbered)
            }
            var (first, through) = (sequence, sequence)
            if case .skipped(_, let skipped) = message.content { (first, through) = (skipped.from, skipped.through) }
            // Requests to publish again may be missed: whoever still misses something asks again.
            let jumps = message.record.topic == Topic.replay.name
            switch tracker.judge(lane, first, through: through, jumps: jumps) {
            case .next:
                if case .skipped = message.content { report.skipped += Int(through - first + 1) }
                return JudgedMessage(message: message, standing: jumps ? .unnumbered : .next)
            case .copy:
                report.copies += 1
                return nil
            case .ahead:
                report.ahead += 1
                // A snapshot says by its version what it is: the newest stands, whatever came in between.
                guard message.record.topic.hasSuffix(".state.v1") else { return nil }
                return JudgedMessage(message: message, standing: .versioned)
            }
        }
    }

    /// Claims what can be told from a first comer; what cannot is kept apart.
    private func claim(
        _ messages: [JudgedMessage],
        _ letters: inout [(IncomingRecord, Unreadable)],
        _ report: inout BatchReport,
        at now: Timestamp,
        in transaction: borrowing some ServiceTransaction & ~Copyable
    ) async throws -> [ReceivedMessage] {
        var claims: [InboxClaim] = []
        var candidates: [ReceivedMessage] = []
        for judged in messages {
            guard let event = judged.message.event else { continue }
            switch window.place(of: event.attributes, judged.standing, at: now) {
            case .refused(let reason): letters.append((judged.message.record, reason))
            case .known(let claim) where only?.contains(judged.message.key) ?? true:
                claims.append(claim)
                candidates.append(judged.message)
            case .known: continue
            }
        }
        var unseen = try await transaction.claim(claims)
        let first = candidates.filter { message in message.event.map { unseen.remove($0.attributes.id) != nil } ?? false
        }
        report.copies += candidates.count - first.count
        return first
    }

    /// Makes sure that what is to be parked may be.
    ///
    /// - Returns: the keys among it whose lane is dead already or dies of it.
    /// - Throws: `ParkingFull` when too much waits; nothing is dropped for it, it is not taken in.
    private func makeRoom(
        for parked: [ParkedMessage],
        _ lanes: [String: LaneState],
        in transaction: borrowing some ServiceTransaction & ~Copyable
    ) async throws -> Set<String> {
        guard !parked.isEmpty else { return [] }
        let cuts = try await transaction.parkingOverflow(of: parked, into: Set(lanes.keys), policy: policy)
        guard cuts.isEmpty else { throw ParkingFull(cuts: cuts) }
        var dead = Set(lanes.filter { $0.value == .dead }.keys)
        for message in parked where ParkingCode.isFinal(message.code) { dead.insert(message.key) }
        return dead
    }

    private func changes(_ tracker: SequenceTracker, _ run: MessageRun, _ dead: Set<String>) -> InboxChanges {
        var changes = InboxChanges(clusterID: clusterID)
        changes.endings = run.endings
        changes.parked = run.parked
        changes.dead = dead
        changes.policy = policy
        changes.positions = tracker.positions
        var last: [TopicPartition: IncomingRecord] = [:]
        for message in messages { last[message.record.topicPartition] = message.record }
        changes.marks = last.mapValues(ReadMark.init)
        return changes
    }
}

/// A message that is not known to be a copy.
private struct JudgedMessage {
    let message: ReceivedMessage
    let standing: InboxWindow.Standing
}

extension ReceivedMessage {
    /// The numbering that the message belongs to; `nil` for integrators' messages and unreadable ones.
    var lane: SequenceTracker.Lane? {
        guard let attributes, attributes.sequence != nil else { return nil }
        return SequenceTracker.Lane(topic: record.topic, partition: record.partition, source: attributes.source)
    }

    /// What keeps order at this consumer: the Kafka key.
    var key: String { attributes?.key ?? "" }

    var deadLetter: (IncomingRecord, Unreadable)? {
        guard case .unreadable(let reason, let attributes) = content else { return nil }
        return (record, Unreadable(reason.code, reason.reason, reason.attributes ?? attributes))
    }
}

/// What a batch came to.
package struct BatchReport: Sendable, Equatable {
    package var done = 0
    package var rejected = 0
    package var parked = 0
    package var deadLettered = 0
    /// Deliveries of something already taken.
    package var copies = 0
    /// Numbers that were given up: their sender will never publish them.
    package var skipped = 0
    /// Deliveries that wait for missing ones before them.
    package var ahead = 0
    /// Partitions from which nothing more was taken because too much waits, with the offset to go on from.
    package var held: [TopicPartition: Int64] = [:]

    /// What became of each message that was new here.
    package var steps: [HandledStep] = []

    package init() {}

    mutating func add(_ other: BatchReport) {
        steps += other.steps
        done += other.done
        rejected += other.rejected
        parked += other.parked
        deadLettered += other.deadLettered
        copies += other.copies
        skipped += other.skipped
        ahead += other.ahead
        held.merge(other.held) { min($0, $1) }
    }
}
