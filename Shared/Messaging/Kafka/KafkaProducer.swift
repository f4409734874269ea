import CRdKafka
import Logging

package final class KafkaProducer: Sendable {
    package init(_ configuration: KafkaConfiguration, logger: Logger) throws {}
    package func produce(_ records: [OutgoingRecord]) async -> [Result<RecordPosition, KafkaError>] { [] }
    package func partitionCount(of topic: String) async throws -> Int { 0 }
    package func clusterID() async throws -> String { "" }
    package func purgeAndClose() async {}
    package func close(flush limit: Duration) async {}
}
