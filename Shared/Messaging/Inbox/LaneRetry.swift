import Messages
import Vocabulary

/// Handles a lane's messages in order, up to the first that fails.
struct LaneRetry: UnitOfWork {
    let processor: BatchProcessor
    let process: UniqueID
    let key: String
    let atMost: Int

    /// - Returns: how it went; `nil` when the lane is gone or somebody else's.
    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> LaneTry? {
        guard try await transaction.lockLane(key, triedBy: process) else { return nil }
        let waiting = try await transaction.parkedMessages(of: key, atMost: atMost)
        let now = try await processor.clock.now(in: transaction)
        let session = BatchSession()
        var run = MessageRun(service: processor.service, time: now, session: session, parkedKeys: [])
        let messages = waiting.map { processor.read($0.record) }
        run.register(messages)
        try await transaction.load(session)
        var handled: [Int64] = []
        var failure: (WaitingMessage, LaneFailure)?
        for (message, waiting) in zip(messages, waiting) {
            if let reason = message.laneFailure(in: &run) {
                failure = (waiting, reason)
                break
            }
            handled.append(waiting.position)
            if let key = message.issued { session.issued.append(key) }
        }
        run.report.steps.log(to: processor.logger)
        let tried = LaneTry(key: key, handled: handled, failure: failure)
        try await transaction.flush(session, service: processor.service, at: now)
        let endings = Self.endings(of: messages.prefix(handled.count), run)
        try await transaction.settle(tried, endings, processor)
        try await Failpoint.reach("parking.inside")
        return tried
    }

    /// A message that is through was done, unless its handler refused it.
    private static func endings(
        of messages: ArraySlice<ReceivedMessage>,
        _ run: MessageRun
    ) -> [MessageEnding] {
        let rejected = run.endings.filter { $0.outcome == "rejected" }
        let refused = Set(rejected.map(\.id))
        return rejected
            + messages.compactMap(\.event).filter { !refused.contains($0.attributes.id) }
            .map { $0.ending("done", "handled after parking") }
    }
}

/// Notes that not even the lane's first message could be tried.
struct FailedTry: UnitOfWork {
    let processor: BatchProcessor
    let process: UniqueID
    let key: String
    let failure: LaneFailure

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> LaneTry? {
        guard try await transaction.lockLane(key, triedBy: process),
            let head = try await transaction.parkedMessages(of: key, atMost: 1).first
        else { return nil }
        let tried = LaneTry(key: key, handled: [], failure: (head, failure))
        try await transaction.settle(tried, [], processor)
        return tried
    }
}

extension ServiceTransaction where Self: ~Copyable {
    /// Writes what a try came to; a lane that dies of it is mirrored in the same transaction.
    fileprivate func settle(
        _ tried: LaneTry,
        _ endings: [MessageEnding],
        _ processor: BatchProcessor
    ) async throws {
        var changes = InboxChanges(endings: endings, tried: tried)
        changes.policy = processor.parking
        try await write(changes)
        if tried.isDead(processor.parking) { try await mirrorLane(tried.key, DeadLetterMirror(processor.service)) }
    }
}

extension ReceivedMessage {
    /// Handles a message that waited; why that failed, `nil` when it is through.
    fileprivate func laneFailure(in run: inout MessageRun) -> LaneFailure? {
        switch content {
        case .message, .invalidCommand:
            guard !run.handle(self) else { return nil }
            let parked = run.parked.last
            return LaneFailure(code: parked?.code ?? ParkingCode.failed, reason: parked?.reason ?? "not handled")
        case .unreadable(let unreadable, _):
            return LaneFailure(code: unreadable.code, reason: unreadable.reason, isFinal: true)
        case .ignored(let attributes):
            let reason = "nobody here handles \(attributes.type)"
            return LaneFailure(code: ParkingCode.unhandled, reason: reason, isFinal: true)
        case .skipped, .tombstone:
            return LaneFailure(code: ParkingCode.unhandled, reason: "the record is no message", isFinal: true)
        }
    }
}
