import CRdKafka

/// Owns one `rd_kafka_t`; destroyed exactly once, which blocks until the library's own threads have ended.
struct ClientHandle: ~Copyable {
    let pointer: OpaquePointer
    private let type: rd_kafka_type_t
    /// Kept until the library can no longer call back.
    let context: ClientContext

    init(
        _ type: rd_kafka_type_t,
        properties: [String: String],
        context: ClientContext
    ) throws(KafkaError) {
        let configuration = try Self.configuration(type, properties: properties, context: context)
        var text = [CChar](repeating: 0, count: 512)
        guard let pointer = rd_kafka_new(type, configuration, &text, text.count) else {
            rd_kafka_conf_destroy(configuration)  // `rd_kafka_new` takes it over only when it succeeds
            throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, message: Self.text(text))
        }
        self.pointer = pointer
        self.type = type
        self.context = context
        if type == RD_KAFKA_CONSUMER { rd_kafka_poll_set_consumer(pointer) }
    }

    deinit {
        for topic in context.topics.values { rd_kafka_topic_destroy(topic) }
        context.topics = [:]
        // A consumer is closed by its owner beforehand, within a limit; here it must not wait for the group again.
        let flags = type == RD_KAFKA_CONSUMER ? RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE : 0
        rd_kafka_destroy_flags(pointer, flags)
    }

    /// librdkafka's object for a topic, made once; it borrows the client's life.
    func topic(_ name: String) throws(KafkaError) -> OpaquePointer {
        if let known = context.topics[name] { return known }
        guard let topic = rd_kafka_topic_new(pointer, name, nil) else { throw KafkaError(rd_kafka_last_error()) }
        context.topics[name] = topic
        return topic
    }

    /// The error that ended this client, if one did.
    var fatalError: KafkaError? {
        var text = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_fatal_error(pointer, &text, text.count)
        return code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(code, message: Self.text(text), isFatal: true)
    }

    private static func configuration(
        _ type: rd_kafka_type_t,
        properties: [String: String],
        context: ClientContext
    ) throws(KafkaError) -> OpaquePointer {
        guard let configuration = rd_kafka_conf_new() else { throw KafkaError(RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE) }
        var text = [CChar](repeating: 0, count: 512)
        for (name, value) in properties {
            let result = rd_kafka_conf_set(configuration, name, value, &text, text.count)
            guard result == RD_KAFKA_CONF_OK else {
                rd_kafka_conf_destroy(configuration)
                // librdkafka's own text can repeat the value, which may be a secret.
                let message = "the Kafka property \(name) is unknown or its value is not accepted"
                throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, message: message)
            }
        }
        rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(context).toOpaque())
        rd_kafka_conf_set_log_cb(configuration) { ClientContext.log(client: $0, level: $1, facility: $2, text: $3) }
        rd_kafka_conf_set_error_cb(configuration) { ClientContext.note(error: $1, text: $2, client: $0, opaque: $3) }
        rd_kafka_conf_set_socket_cb(configuration) {
            ClientContext.openSocket(domain: $0, type: $1, protocol: $2, opaque: $3)
        }
        if type == RD_KAFKA_PRODUCER {
            rd_kafka_conf_set_dr_msg_cb(configuration) { client, message, _ in
                Delivery.report(client: client, message: message)
            }
        } else {
            rd_kafka_conf_set_rebalance_cb(configuration) {
                Rebalance.record(client: $0, kind: $1, partitions: $2, opaque: $3)
            }
        }
        return configuration
    }

    private static func text(_ characters: [CChar]) -> String {
        characters.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }
}
