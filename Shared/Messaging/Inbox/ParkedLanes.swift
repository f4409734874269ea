import Database
import Logging
import Messages
import ServiceLifecycle
import Vocabulary

/// Tries parked lanes again when they are due: a lane drains in order, its first message that still fails ends the try.
package struct ParkedLanes: Service {
    private let processor: BatchProcessor
    private let interval: Duration
    private let logger: Logger

    package init(processor: BatchProcessor, interval: Duration = .milliseconds(500), logger: Logger) {
        self.processor = processor
        self.interval = interval
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: interval, logger: logger) { try await retryDue() }
    }

    /// Works through all lanes that are due; returns how many were tried.
    @discardableResult
    package func retryDue() async throws -> Int {
        var count = 0
        while try await retryOne() { count += 1 }
        return count
    }

    private func retryOne() async throws -> Bool {
        var key: String?
        do {
            try await processor.pool.withTransaction { transaction in
                key = try await ParkingStore.lockNextDue(in: transaction)
                guard let key else { return }
                if let reason = try await retry(key, atMost: 200, in: transaction) {
                    logger.warning("A parked message still cannot be handled.", metadata: ["reason": "\(reason)"])
                }
            }
        } catch  where error.isLasting {
            guard let key else { throw error }
            try await retryFirst(of: key)
        }
        return key != nil
    }

    /// After the lane failed as a whole: its first message alone, so that one that is fine goes through and one that is
    /// not waits for its next time.
    private func retryFirst(of key: String) async throws {
        do {
            try await processor.pool.withTransaction { transaction in
                guard try await ParkingStore.lock([key], in: transaction).contains(key) else { return }
                _ = try await retry(key, atMost: 1, in: transaction)
            }
        } catch  where error.isLasting {
            let reason = error.reason
            try await processor.pool.withTransaction { transaction in
                _ = try await transaction.pipeline(ParkingStore.settle(key, handled: [], reason: reason))
            }
        }
    }

    /// Handles the lane's messages in order.
    ///
    /// - Returns: why the first one that failed did, `nil` when all went through.
    private func retry(_ key: String, atMost limit: Int, in transaction: borrowing Transaction) async throws -> String?
    {
        let parked = try await ParkingStore.messages(of: key, atMost: limit, in: transaction)
        let now = try await processor.clock.now(in: transaction)
        let session = BatchSession()
        var run = MessageRun(service: processor.service, time: now, session: session, parkedKeys: [])
        let messages = parked.map { processor.reader.read($0.record) }
        run.register(messages)
        try await session.load(in: transaction)
        var handled: [Int64] = []
        var done: [MessageEnding] = []
        for (message, position) in zip(messages, parked.map(\.position)) {
            guard run.handle(message) else { break }
            handled.append(position)
            if let event = message.event { done.append(event.ending("done", "handled after parking")) }
        }
        let reason = run.parked.first?.reason
        try await session.flush(service: processor.service, at: now, in: transaction)
        let rejected = run.endings.filter { $0.outcome == "rejected" }
        let queries =
            InboxStore.note(done) + InboxStore.note(rejected)
            + ParkingStore.settle(key, handled: handled, reason: reason)
        try await transaction.pipeline(queries)
        try await Failpoint.reach("parking.inside")
        return reason
    }
}
