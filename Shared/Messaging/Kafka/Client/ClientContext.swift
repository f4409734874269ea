import CRdKafka
import Logging
import Synchronization

/// What librdkafka's callbacks of one client write to.
///
/// `@unchecked Sendable`: the library logs from any of its threads, which touches only `logger` and locked state; the
/// rebalance callback runs inside `rd_kafka_consumer_poll`, so the variables stay on the client's thread.
final class ClientContext: @unchecked Sendable {
    let logger: Logger
    /// How often every broker was out of reach, or a connection broke.
    let connectionLosses = Atomic<Int>(0)
    /// Rebalances that the owner has not been told of yet; only on the client's thread.
    var rebalances: [Rebalance] = []
    /// Ends the patience of calls that wait for room in the client's queue.
    let isPurging = Atomic<Bool>(false)
    /// Handles of the topics in use; only on the client's thread, destroyed before the client.
    var topics: [String: OpaquePointer] = [:]
    /// From then on nobody asks for rebalances, so the callback answers them itself; only on the client's thread.
    var isClosing = false

    private let lastWarnings = Mutex<[String: ContinuousClock.Instant]>([:])

    init(logger: Logger) {
        self.logger = logger
    }

    /// Called by librdkafka from any of its threads.
    static func log(
        client: OpaquePointer?,
        level: Int32,
        facility: UnsafePointer<CChar>?,
        text: UnsafePointer<CChar>?
    ) {
        guard let client, let opaque = rd_kafka_opaque(client), let facility, let text else { return }
        let context = Unmanaged<ClientContext>.fromOpaque(opaque).takeUnretainedValue()
        let name = String(cString: facility)
        let isNews = level <= 4 && context.mayWarn(about: name)
        context.logger.log(
            level: isNews ? .warning : .debug,
            "Kafka client: \(String(cString: text))",
            metadata: ["facility": "\(name)"]
        )
    }

    /// Called on the client's thread, from `rd_kafka_poll` or `rd_kafka_consumer_poll`.
    static func note(error: Int32, text: UnsafePointer<CChar>?, opaque: UnsafeMutableRawPointer?) {
        guard let opaque else { return }
        let context = Unmanaged<ClientContext>.fromOpaque(opaque).takeUnretainedValue()
        let code = rd_kafka_resp_err_t(error)
        if code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN {
            context.connectionLosses.add(1, ordering: .relaxed)
        }
        let name = String(cString: rd_kafka_err2name(code))
        context.logger.log(
            level: context.mayWarn(about: name) ? .warning : .debug,
            "Kafka client: \(text.map { String(cString: $0) } ?? name)",
            metadata: ["error": "\(name)"]
        )
    }

    /// The same trouble is worth a warning twice a minute; what comes between is for those who look closely.
    private func mayWarn(about subject: String) -> Bool {
        let now = ContinuousClock.now
        return lastWarnings.withLock { last in
            if let previous = last[subject], previous.duration(to: now) < .seconds(30) { return false }
            last[subject] = now
            return true
        }
    }
}
