import CRdKafka
import Vocabulary

/// Owns one `rd_kafka_message_t` that a consumer was given.
struct ConsumedMessage: ~Copyable {
    private let pointer: UnsafeMutablePointer<rd_kafka_message_t>

    init?(adopting raw: UnsafeMutablePointer<rd_kafka_message_t>?) {
        guard let raw else { return nil }
        pointer = raw
    }

    deinit { rd_kafka_message_destroy(pointer) }

    var error: rd_kafka_resp_err_t { pointer.pointee.err }

    /// librdkafka's words for the error.
    var errorText: String {
        rd_kafka_message_errstr(pointer).map { String(cString: $0) } ?? ""
    }

    /// Where the record or the error belongs; `nil` when it is no single partition's.
    var topicPartition: TopicPartition? {
        guard let topic = pointer.pointee.rkt, let name = rd_kafka_topic_name(topic) else { return nil }
        return TopicPartition(topic: String(cString: name), partition: pointer.pointee.partition)
    }

    /// A copy of the record; `nil` when this is an error.
    var record: IncomingRecord? {
        let message = pointer.pointee
        guard message.err == RD_KAFKA_RESP_ERR_NO_ERROR, let name = rd_kafka_topic_name(message.rkt) else { return nil }
        return IncomingRecord(
            topic: String(cString: name),
            partition: message.partition,
            offset: message.offset,
            key: Self.bytes(message.key, message.key_len),
            value: Self.bytes(message.payload, message.len),
            headers: headers,
            timestamp: timestamp
        )
    }

    private var headers: [KafkaHeader] {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(pointer, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [] }
        return (0..<rd_kafka_header_cnt(list)).compactMap { index in
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var size = 0
            let code = rd_kafka_header_get_all(list, index, &name, &value, &size)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let name else { return nil }
            return KafkaHeader(name: String(cString: name), value: Self.bytes(value, size))
        }
    }

    private var timestamp: Timestamp? {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let milliseconds = rd_kafka_message_timestamp(pointer, &type)
        guard type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE, milliseconds >= 0 else { return nil }
        return Timestamp(microsecondsSinceEpoch: milliseconds &* 1000)
    }

    /// Null stays null; empty stays empty.
    private static func bytes(_ start: UnsafeRawPointer?, _ count: Int) -> [UInt8]? {
        start.map { Array(UnsafeRawBufferPointer(start: $0, count: count)) }
    }
}

extension ClientHandle {
    /// The next record or error of a consumer; runs the rebalance callback.
    func nextMessage(within limit: Duration) -> ConsumedMessage? {
        ConsumedMessage(adopting: rd_kafka_consumer_poll(pointer, limit.milliseconds))
    }
}
