import Logging
import Messages
import ServiceLifecycle
import Synchronization
import Vocabulary

/// Tries parked lanes again when they are due: a lane drains in order, its first message that still fails ends the try.
package struct ParkedLanes: Service {
    private let processor: BatchProcessor
    private let interval: Duration
    private let time: any RuntimeTime
    private let logger: Logger

    package init(
        processor: BatchProcessor,
        interval: Duration = .milliseconds(500),
        time: any RuntimeTime = ProcessTime(),
        logger: Logger
    ) {
        self.processor = processor
        self.interval = interval
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: interval, on: time, logger: logger) { try await retryDue() }
    }

    /// Works through all lanes that are due; returns how many were tried.
    @discardableResult
    package func retryDue() async throws -> Int {
        var count = 0
        while try await retryOne() { count += 1 }
        return count
    }

    private func retryOne() async throws -> Bool {
        let chosen = ChosenLane()
        do {
            let retry = try await processor.database.perform(LaneRetry(processor: processor, key: nil, chosen: chosen))
            if let reason = retry?.reason {
                logger.warning("A parked message still cannot be handled.", metadata: ["reason": "\(reason)"])
            }
        } catch  where error.isLasting {
            guard let key = chosen.key.withLock({ $0 }) else { throw error }
            try await retryFirst(of: key)
        }
        return chosen.key.withLock { $0 != nil }
    }

    /// After the lane failed as a whole: its first message alone, so that one that is fine goes through and one that is
    /// not waits for its next time.
    private func retryFirst(of key: String) async throws {
        do {
            _ = try await processor.database.perform(LaneRetry(processor: processor, key: key, atMost: 1))
        } catch  where error.isLasting {
            try await processor.database.perform(LaneFailure(key: key, reason: error.reason))
        }
    }
}

/// The lane that a try has taken on, also known when the try fails.
private final class ChosenLane: Sendable {
    let key = Mutex<String?>(nil)
}

/// Handles a lane's messages in order: the lane named, or the next one that is due.
private struct LaneRetry: UnitOfWork {
    let processor: BatchProcessor
    let key: String?
    var atMost = 200
    var chosen: ChosenLane?

    /// - Returns: how it went; `nil` when there is no such lane.
    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> InboxChanges.TriedLane? {
        guard let key = try await lane(in: transaction) else { return nil }
        let parked = try await transaction.parkedMessages(of: key, atMost: atMost)
        let now = try await processor.clock.now(in: transaction)
        let session = BatchSession()
        var run = MessageRun(service: processor.service, time: now, session: session, parkedKeys: [])
        let messages = parked.map { processor.read($0.record) }
        run.register(messages)
        try await transaction.load(session)
        var tried = InboxChanges.TriedLane(key: key)
        var through: [ReceivedMessage] = []
        for (message, position) in zip(messages, parked.map(\.position)) {
            guard run.handle(message) else { break }
            tried.handled.append(position)
            through.append(message)
        }
        tried.reason = run.parked.first?.reason
        try await transaction.flush(session, service: processor.service, at: now)
        try await transaction.write(InboxChanges(endings: Self.endings(of: through, run), tried: tried))
        try await Failpoint.reach("parking.inside")
        return tried
    }

    /// A message that is through was done, unless its handler refused it.
    private static func endings(of messages: [ReceivedMessage], _ run: MessageRun) -> [MessageEnding] {
        let rejected = run.endings.filter { $0.outcome == "rejected" }
        let refused = Set(rejected.map(\.id))
        return rejected
            + messages.compactMap(\.event).filter { !refused.contains($0.attributes.id) }
            .map { $0.ending("done", "handled after parking") }
    }

    private func lane(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> String? {
        if let key { return try await transaction.parkedKeys(among: [key]).first }
        let due = try await transaction.lockNextDueLane()
        chosen?.key.withLock { $0 = due }
        return due
    }
}

/// Notes that not even the lane's first message could be tried.
private struct LaneFailure: UnitOfWork {
    let key: String
    let reason: String

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws {
        try await transaction.write(InboxChanges(tried: InboxChanges.TriedLane(key: key, reason: reason)))
    }
}
