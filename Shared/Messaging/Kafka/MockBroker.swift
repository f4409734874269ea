import CRdKafka
import Logging

package final class MockBroker: Sendable {
    package let bootstrapServers: String
    package init(topics: [(name: String, partitions: Int)]) throws { bootstrapServers = "" }
    package func close() {}
}
