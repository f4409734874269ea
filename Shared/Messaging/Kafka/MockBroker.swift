import CRdKafka
import Foundation
import Logging
import Synchronization

/// librdkafka's mock cluster with one broker: it speaks the Kafka protocol on a loopback port and keeps all in memory.
///
/// It keeps 5 MiB or 100,000 batches per partition, knows no security and forgets everything when it is closed.
package final class MockBroker: Sendable {
    /// Requests that can be made to fail, by their numbers in the Kafka protocol.
    package enum Request: Int16, Sendable {
        case produce = 0
        case fetch = 1
        case listOffsets = 2
        case offsetCommit = 8
        case offsetFetch = 9
        case findCoordinator = 10
        case joinGroup = 11
        case heartbeat = 12
        case syncGroup = 14
        case initProducerID = 22
    }

    /// Where clients find it.
    package let bootstrapServers: String
    /// What it calls itself: never the same twice within a process, and hardly ever in two.
    package let clusterID: String
    /// How the name of every such cluster begins.
    package static let namePrefix = "mockCluster"
    private let cluster: Mutex<MockCluster?>

    package init(topics: [(name: String, partitions: Int)], logger: Logger = Logger(label: "mock-broker")) throws {
        let new = try MockCluster(logger: logger)
        for topic in topics { try new.create(topic.name, partitions: topic.partitions) }
        bootstrapServers = new.bootstrapServers
        clusterID = new.id
        cluster = Mutex(consume new)
    }

    /// Makes the next requests of a kind fail, one for each code (librdkafka's numbers, such as 19).
    package func fail(_ request: Request, with codes: [Int32]) {
        cluster.withLock { cluster in
            let errors = codes.map { rd_kafka_resp_err_t($0) }
            cluster?.use { rd_kafka_mock_push_request_errors_array($0, request.rawValue, errors.count, errors) }
        }
    }

    /// Answers everything about a topic with an error (librdkafka's numbers, such as 29); 0 takes that back.
    package func deny(_ topic: String, with code: Int32) {
        cluster.withLock { cluster in
            cluster?.use { rd_kafka_mock_topic_set_error($0, topic, rd_kafka_resp_err_t(code)) }
        }
    }

    /// Breaks all connections and refuses new ones until it is made reachable again; nothing is forgotten.
    package func setReachable(_ isReachable: Bool) {
        if isReachable { waitForPort() }
        cluster.withLock { cluster in
            _ = cluster?.use { isReachable ? rd_kafka_mock_broker_set_up($0, 1) : rd_kafka_mock_broker_set_down($0, 1) }
        }
    }

    /// Waits until nobody else holds the port that was given up: the library asserts that it can have it back, and a
    /// connection of any other program may have been given it meanwhile.
    private func waitForPort() {
        guard let port = bootstrapServers.split(separator: ":").last.flatMap({ UInt16($0) }) else { return }
        for _ in 0..<4000 where !LoopbackPort.isFree(port) { usleep(5000) }
    }

    /// Delays every answer.
    package func setRoundTripTime(_ time: Duration) {
        cluster.withLock { cluster in _ = cluster?.use { rd_kafka_mock_broker_set_rtt($0, 1, time.milliseconds) } }
    }

    /// Ends it; everything that it held is gone.
    package func close() {
        cluster.withLock { $0 = nil }
    }
}

/// Owns the mock cluster and the client handle that it lives on.
private struct MockCluster: ~Copyable {
    private let handle: ClientHandle
    private let pointer: OpaquePointer

    init(logger: Logger) throws(KafkaError) {
        let client = try ClientHandle(
            RD_KAFKA_PRODUCER,
            properties: ["client.id": "mock-broker", "socket.nagle.disable": "true"],
            context: ClientContext(logger: logger, cluster: nil)
        )
        pointer = try Self.newCluster(on: client)
        handle = client
    }

    deinit {
        Self.settle()
        rd_kafka_mock_cluster_destroy(pointer)
    }

    var bootstrapServers: String { String(cString: rd_kafka_mock_cluster_bootstraps(pointer)) }

    var id: String { Self.id(of: pointer) }

    func create(_ topic: String, partitions: Int) throws(KafkaError) {
        try KafkaError.check(use { rd_kafka_mock_topic_create($0, topic, Int32(clamping: partitions), 1) })
    }

    func use<R>(_ body: (OpaquePointer) -> R) -> R {
        defer { Self.settle() }
        return body(pointer)
    }

    /// The mock's thread clears its alarm just after it has served an operation; the next one must not come in between,
    /// or it waits for a second.
    private static func settle() {
        usleep(500)
    }

    private static let usedIDs = Mutex<Set<String>>([])

    /// librdkafka names a mock cluster after its address, which a later one may get again: clients would not notice.
    private static func newCluster(on handle: borrowing ClientHandle) throws(KafkaError) -> OpaquePointer {
        var rejected: [OpaquePointer] = []
        var padding: [UnsafeMutableRawPointer?] = []
        defer {
            for cluster in rejected { rd_kafka_mock_cluster_destroy(cluster) }
            for block in padding { free(block) }
        }
        // Moves the address where the system does not do so from process to process.
        for _ in 0..<Int.random(in: 1...64) { padding.append(malloc(16 * Int.random(in: 1...4096))) }
        while true {
            guard let cluster = rd_kafka_mock_cluster_new(handle.pointer, 1) else {
                throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, message: "the mock broker could not start")
            }
            if usedIDs.withLock({ $0.insert(id(of: cluster)).inserted }) { return cluster }
            rejected.append(cluster)
        }
    }

    /// As `rd_kafka_mock_cluster_new` writes it.
    private static func id(of cluster: OpaquePointer) -> String {
        MockBroker.namePrefix + String(UInt(bitPattern: cluster) >> 2, radix: 16)
    }
}
