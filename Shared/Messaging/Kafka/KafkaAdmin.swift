import CRdKafka
import Logging

package struct KafkaAdmin: Sendable {
    package struct NewTopic: Hashable, Sendable {
        package let name: String
        package let partitions: Int
        /// `nil`: three, or the number of brokers when there are fewer.
        package let replication: Int?
        /// Topic settings such as `retention.ms` and `cleanup.policy`.
        package let settings: [String: String]

        package init(name: String, partitions: Int, replication: Int? = nil, settings: [String: String] = [:]) {
            self.name = name
            self.partitions = partitions
            self.replication = replication
            self.settings = settings
        }
    }

    package init(_ configuration: KafkaConfiguration, logger: Logger) {}
    package func createTopics(_ topics: [NewTopic]) async throws {}
    package func topics(within limit: Duration = .seconds(10)) async throws -> [String: Int] { [:] }
    package func isReachable(within limit: Duration) async -> Bool { false }
    package func clusterID(within limit: Duration = .seconds(10)) async throws -> String { "" }
}
