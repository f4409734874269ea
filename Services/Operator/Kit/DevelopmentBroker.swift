import FixedPort
import Foundation
import Logging
import Messaging
import ServiceLifecycle

/// A Kafka broker in this process for trying the suite out: librdkafka's mock cluster on a port of one's choice.
package struct DevelopmentBroker: Service {
    /// The port cannot be had; the text says why and what to do.
    package struct PortUnavailable: Error, CustomStringConvertible {
        package let port: UInt16
        package let reason: String

        package var description: String {
            """
            the development broker cannot listen on 127.0.0.1:\(port): \(reason); \
            end what uses the port or choose another
            """
        }
    }

    private let port: UInt16
    private let topics: [(name: String, partitions: Int)]
    private let logger: Logger

    package init(port: UInt16, topics: [(name: String, partitions: Int)], logger: Logger) {
        self.port = port
        self.topics = topics
        self.logger = logger
    }

    package func run() async throws {
        let broker = try await open()
        logger.warning(
            """
            DEVELOPMENT BROKER on \(broker.bootstrapServers): it keeps at most 5 MiB or 100,000 batches per partition, \
            then drops the oldest, read or not, and nothing at all across restarts; never use it for real work
            """,
            metadata: ["cluster": "\(broker.clusterID)", "topics": "\(topics.count)"]
        )
        try? await gracefulShutdown()
        try? await onOwnThread { broker.close() }
    }

    /// Starts the broker with all its topics and makes sure that it is the one that answers on the port.
    package func open() async throws -> MockBroker {
        let fault = aftercare_port_fault(port)
        guard fault == 0 else { throw PortUnavailable(port: port, reason: String(cString: strerror(fault))) }
        let broker = try await onOwnThread { [port, topics, logger] in
            aftercare_fix_port(port)
            defer { aftercare_fix_port(0) }
            let broker = try MockBroker(topics: topics, logger: logger)
            // Only now does it move to the port, so that nobody sees it without topics.
            broker.setReachable(false)
            broker.setReachable(true)
            return broker
        }
        let configuration = KafkaConfiguration(bootstrapServers: "127.0.0.1:\(port)", clientID: "development-broker")
        let answering = try? await KafkaAdmin(configuration, logger: logger).clusterID(within: .seconds(5))
        guard answering == broker.clusterID else {
            try? await onOwnThread { broker.close() }
            let reason = answering == nil ? "nothing answers there" : "another broker answers there"
            throw PortUnavailable(port: port, reason: reason)
        }
        return broker
    }
}
