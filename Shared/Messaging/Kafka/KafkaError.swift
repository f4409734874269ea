import CRdKafka

/// What Kafka or its client library reported; the flags tell the caller what to do about it.
package struct KafkaError: Error, Hashable, Sendable {
    /// librdkafka's number: negative for the library's own errors, positive for those of the protocol.
    package let code: Int32
    /// librdkafka's name, such as `NOT_ENOUGH_REPLICAS` or `_TIMED_OUT`.
    package let name: String
    package let message: String
    /// The same call may succeed later.
    package let isRetriable: Bool
    /// The client is dead; its owner makes a new one.
    package let isFatal: Bool

    package init(code: Int32, name: String, message: String, isRetriable: Bool, isFatal: Bool) {
        self.code = code
        self.name = name
        self.message = message
        self.isRetriable = isRetriable
        self.isFatal = isFatal
    }
}

extension KafkaError: CustomStringConvertible {
    package var description: String { "\(name) (\(code)): \(message)" }
}
