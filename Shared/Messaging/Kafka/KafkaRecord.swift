import Vocabulary

/// One header of a record; Kafka allows the same name several times and a value that is null.
package struct KafkaHeader: Hashable, Sendable {
    package let name: String
    package let value: [UInt8]?

    package init(name: String, value: [UInt8]?) {
        self.name = name
        self.value = value
    }

    package init(_ name: String, _ text: String) {
        self.init(name: name, value: Array(text.utf8))
    }
}

/// A record on its way to a topic.
package struct OutgoingRecord: Hashable, Sendable {
    /// Lets the key choose the partition.
    package static let anyPartition: Int32 = -1

    package let topic: String
    package let partition: Int32
    package let key: [UInt8]?
    /// `nil` is a tombstone on a compacted topic.
    package let value: [UInt8]?
    package let headers: [KafkaHeader]

    package init(
        topic: String,
        partition: Int32 = OutgoingRecord.anyPartition,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [KafkaHeader] = []
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
    }
}

/// A record as it lies in a partition.
package struct IncomingRecord: Hashable, Sendable {
    package let topic: String
    package let partition: Int32
    package let offset: Int64
    package let key: [UInt8]?
    package let value: [UInt8]?
    package let headers: [KafkaHeader]
    /// Set by the producer or the broker; `nil` when neither did.
    package let timestamp: Timestamp?

    package init(
        topic: String,
        partition: Int32,
        offset: Int64,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [KafkaHeader] = [],
        timestamp: Timestamp? = nil
    ) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
    }

    package var topicPartition: TopicPartition { TopicPartition(topic: topic, partition: partition) }
}

/// One partition of one topic.
package struct TopicPartition: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let topic: String
    package let partition: Int32

    package init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    package static func < (left: TopicPartition, right: TopicPartition) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }

    package var description: String { "\(topic)[\(partition)]" }
}

/// Where a delivered record lies.
package struct RecordPosition: Hashable, Sendable {
    package let partition: Int32
    package let offset: Int64

    package init(partition: Int32, offset: Int64) {
        self.partition = partition
        self.offset = offset
    }
}

extension Int64 {
    /// The first offset that a partition still has (librdkafka's logical offset).
    package static let beginning: Int64 = -2
    /// Behind the last record of a partition (librdkafka's logical offset).
    package static let end: Int64 = -1
}
