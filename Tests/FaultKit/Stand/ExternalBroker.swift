import Foundation
import Logging
import Messages
import Messaging
import OperatorKit

/// A Kafka that somebody else runs, stopped, started and wiped by commands of the environment.
package struct ExternalBroker: Sendable {
    package let servers: String
    private let commands: [String: String]

    /// `nil` when KAFKA_BOOTSTRAP_SERVERS is not set.
    package init?(_ environment: [String: String]) {
        guard let servers = environment["KAFKA_BOOTSTRAP_SERVERS"], !servers.isEmpty else { return nil }
        self.servers = servers
        commands = environment.filter {
            $0.key.hasPrefix("KAFKA_") && $0.key.hasSuffix("_COMMAND") && !$0.value.isEmpty
        }
    }

    /// Why a row cannot be played with it; `nil` when it can.
    package func obstacle(to row: FaultRow) -> String? {
        let needed =
            switch row.id {
            case "K1", "K2": ["KAFKA_STOP_COMMAND", "KAFKA_START_COMMAND"]
            case "K3": ["KAFKA_WIPE_COMMAND"]
            default: [String]()
            }
        let missing = needed.filter { commands[$0] == nil }
        return missing.isEmpty ? nil : "\(missing.joined(separator: " and ")) must say how"
    }

    /// Makes the topics; a broker that can be wiped is wiped first, another must have none of the suite's messages.
    func prepare(_ kafka: KafkaConfiguration, _ logger: Logger) async throws {
        if commands["KAFKA_WIPE_COMMAND"] != nil { try await run("KAFKA_WIPE_COMMAND") }
        let admin = KafkaAdmin(kafka, logger: logger)
        let there = try await admin.topics(within: .seconds(60))
        let missing = Catalogue.topics.filter { there[$0.name] == nil }
        try await admin.createTopics(missing.map { .init(name: $0.name, partitions: $0.partitions) })
    }

    func perform(_ verb: String, _ kafka: KafkaConfiguration, _ logger: Logger) async throws {
        switch verb {
        case "stop": try await run("KAFKA_STOP_COMMAND")
        case "cont": try await run("KAFKA_START_COMMAND")
        case "wipe": try await prepare(kafka, logger)
        default: throw StandFailure("no such action of a broker: \(verb)")
        }
    }

    private func run(_ name: String) async throws {
        guard let command = commands[name] else { throw StandFailure("\(name) is not set") }
        try await ChildProcess.run("/bin/sh", ["-c", command])
    }
}
