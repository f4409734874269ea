import CRdKafka
import Logging
import Vocabulary

/// Asks for and creates topics; each call uses a client of its own for as long as it lasts.
package struct KafkaAdmin: Sendable {
    /// A topic to be created.
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

    private let configuration: KafkaConfiguration
    private let logger: Logger

    package init(_ configuration: KafkaConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Creates the topics that do not exist yet; existing ones stay as they are.
    ///
    /// - Throws: a `KafkaError` for the first topic that was refused; the development broker cannot create any.
    package func createTopics(_ topics: [NewTopic], within limit: Duration = .seconds(30)) async throws {
        guard !topics.isEmpty else { return }
        try await withClient { client in
            let cluster = try client.metadata(within: limit)
            let missing = topics.filter { cluster.topics[$0.name] == nil }
            guard missing.isEmpty || !cluster.clusterID.hasPrefix(MockBroker.namePrefix) else {
                let names = missing.map(\.name).joined(separator: ", ")
                let message = "the development broker cannot create topics (\(names)); it gets them when it starts"
                throw KafkaError(RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, message: message)
            }
            try client.create(missing, replication: min(3, max(1, cluster.brokers)), within: limit)
        }
    }

    /// The topics of the cluster and their numbers of partitions.
    package func topics(within limit: Duration = .seconds(10)) async throws -> [String: Int] {
        try await withClient { try $0.metadata(within: limit).topics }
    }

    /// Whether a broker answers in time.
    package func isReachable(within limit: Duration) async -> Bool {
        (try? await withClient { try $0.metadata(within: limit) }) != nil
    }

    package func clusterID(within limit: Duration = .seconds(10)) async throws -> String {
        try await withClient { try $0.metadata(within: limit).clusterID }
    }

    private func withClient<R: Sendable>(
        _ body: @escaping @Sendable (borrowing ClientHandle) throws -> R
    ) async throws -> R {
        let thread = try ClientThread(RD_KAFKA_PRODUCER, properties: configuration.commonProperties, logger: logger)
        defer { thread.stop() }
        return try await thread.run(body)
    }
}

extension ClientHandle {
    /// Creates topics and waits until the controller has answered for each.
    fileprivate func create(
        _ topics: [KafkaAdmin.NewTopic],
        replication: Int,
        within limit: Duration
    ) throws(KafkaError) {
        guard !topics.isEmpty else { return }
        var wanted: [OpaquePointer?] = []
        defer { for topic in wanted { rd_kafka_NewTopic_destroy(topic) } }
        for topic in topics { wanted.append(try Self.newTopic(topic, replication: topic.replication ?? replication)) }

        let options = rd_kafka_AdminOptions_new(pointer, RD_KAFKA_ADMIN_OP_CREATETOPICS)
        defer { rd_kafka_AdminOptions_destroy(options) }
        rd_kafka_AdminOptions_set_request_timeout(options, limit.milliseconds, nil, 0)
        rd_kafka_AdminOptions_set_operation_timeout(options, limit.milliseconds, nil, 0)
        let queue = rd_kafka_queue_new(pointer)
        defer { rd_kafka_queue_destroy(queue) }
        rd_kafka_CreateTopics(pointer, &wanted, wanted.count, options, queue)
        guard let event = rd_kafka_queue_poll(queue, limit.milliseconds + 1000) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT)
        }
        defer { rd_kafka_event_destroy(event) }
        try Self.checkCreated(event)
    }

    private static func newTopic(
        _ topic: KafkaAdmin.NewTopic,
        replication: Int
    ) throws(KafkaError) -> OpaquePointer {
        var text = [CChar](repeating: 0, count: 256)
        guard
            let new = rd_kafka_NewTopic_new(
                topic.name,
                Int32(clamping: topic.partitions),
                Int32(clamping: replication),
                &text,
                text.count
            )
        else {
            throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, message: "the topic \(topic.name) cannot be described")
        }
        for (name, value) in topic.settings { rd_kafka_NewTopic_set_config(new, name, value) }
        return new
    }

    private static func checkCreated(_ event: OpaquePointer) throws(KafkaError) {
        try KafkaError.check(rd_kafka_event_error(event))
        var count = 0
        guard let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
        else {
            return
        }
        for index in 0..<count {
            let code = rd_kafka_topic_result_error(results[index])
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR, code != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS else { continue }
            let name = rd_kafka_topic_result_name(results[index]).map { String(cString: $0) } ?? "?"
            let reason = rd_kafka_topic_result_error_string(results[index]).map { String(cString: $0) } ?? ""
            throw KafkaError(code, message: "the topic \(name) was not created: \(reason)")
        }
    }
}
