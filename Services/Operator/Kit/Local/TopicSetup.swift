import Foundation
import Logging
import Messages
import Messaging

/// Creates the catalogue's topics on a real cluster; the development broker makes its own.
package struct TopicSetup: Sendable {
    private let settings: SuiteSettings
    private let environment: [String: String]

    /// For a cluster that the environment names.
    package static func fromEnvironment(_ environment: [String: String]) throws -> TopicSetup {
        guard let servers = environment.value("KAFKA_BOOTSTRAP_SERVERS") else {
            throw OperatorError("KAFKA_BOOTSTRAP_SERVERS is not set; name the cluster as host:port.")
        }
        let settings = SuiteSettings(
            databaseURL: "",
            bootstrapServers: servers,
            ownsPostgres: false,
            ownsBroker: false,
            postgresPort: 0,
            brokerPort: 0,
            gatewayPort: 0,
            healthPorts: [:],
            version: Suite.version
        )
        return TopicSetup(settings, environment: environment)
    }

    /// Every topic with partitions and retention.
    package static var table: String {
        var table = TextTable("topic", "partitions", "kept")
        for topic in Catalogue.topics + Catalogue.deadLetterTopics {
            let kept = topic.retention.map { "\($0.components.seconds / 86_400) days" } ?? "newest per key"
            table.add(topic.name, String(topic.partitions), kept)
        }
        return table.text
    }

    package init(_ settings: SuiteSettings, environment: [String: String]) {
        self.settings = settings
        self.environment = environment
    }

    package func run(say: (String) -> Void) async throws {
        guard !settings.ownsBroker else { return }
        let kafka = KafkaConfiguration(
            bootstrapServers: settings.bootstrapServers,
            security: KafkaConfiguration.securityProperties { environment[$0] },
            clientID: "aftercare-operator"
        )
        let admin = KafkaAdmin(kafka, logger: Logger(label: "operator"))
        guard await admin.isReachable(within: .seconds(30)) else {
            throw OperatorError("No Kafka answers at \(settings.bootstrapServers) (KAFKA_BOOTSTRAP_SERVERS).")
        }
        let topics = Catalogue.topics + Catalogue.deadLetterTopics
        try await admin.createTopics(topics.map(\.creation))
        say("\(topics.count) topics are there.")
    }
}

extension Topic {
    /// As the admin API wants it: facts expire, snapshots are compacted.
    var creation: KafkaAdmin.NewTopic {
        var settings =
            if let retention {
                ["cleanup.policy": "delete", "retention.ms": String(retention.components.seconds * 1000)]
            } else {
                ["cleanup.policy": "compact", "delete.retention.ms": String(7 * 86_400_000)]
            }
        if name == Topic.subjectKeys.name {
            // A destroyed key must not lie in the log for long behind its erased form.
            settings["max.compaction.lag.ms"] = "3600000"
            settings["segment.ms"] = "3600000"
            settings["min.cleanable.dirty.ratio"] = "0.01"
        }
        return KafkaAdmin.NewTopic(name: name, partitions: partitions, settings: settings)
    }
}
