import CRdKafka
import Foundation
import Logging
import Synchronization

/// What librdkafka's callbacks of one client write to.
///
/// `@unchecked Sendable`: the library logs and opens sockets from any of its threads, which touches only constants,
/// atomics and locked state; all other callbacks run inside a poll, so the variables stay on the client's thread.
final class ClientContext: @unchecked Sendable {
    let logger: Logger
    /// The only cluster that this client may deal with; `nil` leaves that to its owner.
    let cluster: String?
    /// Connections begun so far; each may lead to a broker that forgot everything.
    let connections = Atomic<Int>(0)
    /// Ends the patience of calls that wait for room in the client's queue.
    let isPurging = Atomic<Bool>(false)

    /// The connections that were begun when the cluster was last recognised.
    var verifiedConnections: Int?
    /// Rebalances that the owner has not been told of yet.
    var rebalances: [Rebalance] = []
    /// Handles of the topics in use, destroyed before the client.
    var topics: [String: OpaquePointer] = [:]
    /// From then on nobody asks for rebalances, so the callback answers them itself.
    var isClosing = false

    private let lastWarnings = Mutex<[String: ContinuousClock.Instant]>([:])

    init(logger: Logger, cluster: String?) {
        self.logger = logger
        self.cluster = cluster
    }

    /// What librdkafka hands to every callback; the handle keeps the context alive as long as there can be any.
    static func of(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        opaque.map { Unmanaged<ClientContext>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Called by librdkafka from any of its threads, as its own default would be.
    static func openSocket(
        domain: Int32,
        type: Int32,
        protocol number: Int32,
        opaque: UnsafeMutableRawPointer?
    ) -> Int32 {
        of(opaque)?.connections.add(1, ordering: .relaxed)
        return socket(domain, type | Int32(SOCK_CLOEXEC.rawValue), number)
    }

    /// Called by librdkafka from any of its threads.
    static func log(
        client: OpaquePointer?,
        level: Int32,
        facility: UnsafePointer<CChar>?,
        text: UnsafePointer<CChar>?
    ) {
        guard let client, let context = of(rd_kafka_opaque(client)), let facility, let text else { return }
        let name = String(cString: facility)
        // `AUTOCREATE` only says that the development broker makes up topics that are asked for.
        let isNews = level <= 4 && name != "AUTOCREATE" && context.mayWarn(about: name)
        context.logger.log(
            level: isNews ? .warning : .debug,
            "Kafka client: \(String(cString: text))",
            metadata: ["facility": "\(name)"]
        )
    }

    /// Called on the client's thread, from `rd_kafka_poll` or `rd_kafka_consumer_poll`.
    static func note(
        error: Int32,
        text: UnsafePointer<CChar>?,
        client: OpaquePointer?,
        opaque: UnsafeMutableRawPointer?
    ) {
        guard let client, let context = of(opaque) else { return }
        let code = rd_kafka_resp_err_t(error)
        if code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, context.cluster != nil {
            // Who answers next may be another cluster, so nothing may be left that would be sent by itself, and nothing
            // new be taken before it is recognised.
            context.verifiedConnections = nil
            rd_kafka_purge(
                client,
                RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING
            )
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
