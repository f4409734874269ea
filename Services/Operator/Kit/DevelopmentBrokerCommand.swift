import Logging
import Messages
import ServiceLifecycle
import UnixSignals

/// Runs the development broker with the catalogue's topics until it is told to stop.
package enum DevelopmentBrokerCommand {
    package static func run(port: Int) async throws {
        guard let port = UInt16(exactly: port), port > 0 else { throw OperatorError("--port is from 1 to 65535.") }
        let logger = Logger(label: "broker")
        let broker = DevelopmentBroker(
            port: port,
            topics: (Catalogue.topics + Catalogue.deadLetterTopics).map { ($0.name, $0.partitions) },
            logger: logger
        )
        let group = ServiceGroup(
            services: [broker],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        do {
            try await group.run()
        } catch let error as DevelopmentBroker.PortUnavailable {
            throw OperatorError(error.description)
        }
    }
}
