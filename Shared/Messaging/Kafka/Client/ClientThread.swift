import CRdKafka
import Foundation
import Logging

/// One librdkafka client and the thread on which it is polled, asked and destroyed.
///
/// Jobs run in the order in which they came; blocking in one blocks nothing but this client. A producer is polled
/// between jobs; a consumer only when its owner asks, because polling means being alive to the group. Questions to the
/// cluster go past the jobs, each on a thread of its own: an outage must not keep the client from noticing it.
///
/// `@unchecked Sendable`: the variables are guarded by `condition`, except `handle`, which is set before the thread
/// starts and cleared by it after the last question; librdkafka itself is thread-safe (INTRODUCTION.md, "Threads and
/// callbacks").
final class ClientThread: @unchecked Sendable {
    typealias Job = @Sendable (_ client: borrowing ClientHandle) -> Void

    let context: ClientContext
    private let condition = NSCondition()
    private var jobs: [Job] = []
    private var questions = 0
    private var isStopped = false
    private var alarm: OpaquePointer?
    private var handle: ClientHandle?
    private let isPolled: Bool

    init(
        _ type: rd_kafka_type_t,
        properties: [String: String],
        cluster: String? = nil,
        logger: Logger
    ) throws(KafkaError) {
        context = ClientContext(logger: logger, cluster: cluster)
        isPolled = type == RD_KAFKA_PRODUCER
        let new = try ClientHandle(type, properties: properties, context: context)
        alarm = isPolled ? rd_kafka_queue_get_main(new.pointer) : rd_kafka_queue_get_consumer(new.pointer)
        handle = consume new
        let thread = Thread { self.loop() }  // holds `self` until the client is destroyed
        thread.name = "kafka-\(properties["client.id"] ?? "client")"
        thread.start()
    }

    /// Whether someone waits behind the job that runs; long jobs end early then.
    var hasWaitingJobs: Bool {
        condition.withLock { !jobs.isEmpty || isStopped }
    }

    /// Runs a job on the thread; its caller sleeps, not its caller's thread.
    func run<Result: Sendable>(
        _ body: @escaping @Sendable (_ client: borrowing ClientHandle) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let isAccepted = enqueue { client in
                do {
                    continuation.resume(returning: try body(client))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
            if !isAccepted { continuation.resume(throwing: KafkaError.closed) }
        }
    }

    /// Runs something that waits for the cluster's answer beside the jobs; it may call nothing that polls.
    func ask<Answer: Sendable>(
        _ body: @escaping @Sendable (_ client: borrowing ClientHandle) throws -> Answer
    ) async throws -> Answer {
        try begin()
        return try await onOwnThread { [self] in
            defer { end() }
            guard let answer = try use(body) else { throw KafkaError.closed }
            return answer
        }
    }

    private func begin() throws(KafkaError) {
        let isOpen = condition.withLock {
            if !isStopped { questions += 1 }
            return !isStopped
        }
        if !isOpen { throw .closed }
    }

    private func end() {
        condition.withLock {
            questions -= 1
            condition.broadcast()
        }
    }

    /// Adds a job; `false` when the client is closed, and the job will never run.
    @discardableResult
    func enqueue(_ job: @escaping Job) -> Bool {
        condition.withLock {
            guard !isStopped else { return false }
            jobs.append(job)
            condition.broadcast()
            if let alarm { rd_kafka_queue_yield(alarm) }
            return true
        }
    }

    /// Lets the jobs that wait run, then ends the thread and the client with it.
    func stop() {
        condition.withLock {
            isStopped = true
            condition.broadcast()
            if let alarm { rd_kafka_queue_yield(alarm) }
        }
    }

    private func loop() {
        while let job = next() { use(job) }
        condition.withLock {
            while questions > 0 { condition.wait() }
            if let alarm { rd_kafka_queue_destroy(alarm) }
            alarm = nil
        }
        handle = nil
    }

    /// Waits for a job; `nil` ends the thread.
    private func next() -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while jobs.isEmpty {
            if isStopped { return nil }
            guard isPolled else {
                condition.wait()
                continue
            }
            condition.unlock()
            _ = use { rd_kafka_poll($0.pointer, 100) }
            condition.lock()
        }
        return jobs.removeFirst()
    }

    private func use<Result>(_ body: (borrowing ClientHandle) throws -> Result) rethrows -> Result? {
        switch handle {
        case .some(let client): try body(client)
        case .none: nil
        }
    }
}

/// Runs something that blocks on a thread of its own, so that the cooperative pool goes on.
package func onOwnThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: .init(catching: body)) }
    }
}
