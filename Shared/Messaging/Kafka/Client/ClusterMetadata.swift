import CRdKafka
import Synchronization

/// A copy of what the cluster says about itself.
struct ClusterMetadata: Sendable {
    let brokers: Int
    /// Partitions of each topic that has no error.
    let topics: [String: Int]
    let clusterID: String
}

extension ClientHandle {
    /// Asks the cluster afresh; blocks for at most `limit`, on any thread.
    ///
    /// - Parameter topic: the one topic to ask about; `nil` asks about all.
    func metadata(of topic: String? = nil, within limit: Duration) throws(KafkaError) -> ClusterMetadata {
        let handle = topic.flatMap { rd_kafka_topic_new(pointer, $0, nil) }
        defer { if let handle { rd_kafka_topic_destroy(handle) } }
        var answer: UnsafePointer<rd_kafka_metadata>?
        try KafkaError.check(rd_kafka_metadata(pointer, handle == nil ? 1 : 0, handle, &answer, limit.milliseconds))
        guard let answer else { throw KafkaError(RD_KAFKA_RESP_ERR__FAIL) }
        defer { rd_kafka_metadata_destroy(answer) }

        var topics: [String: Int] = [:]
        for index in 0..<Int(answer.pointee.topic_cnt) {
            let entry = answer.pointee.topics[index]
            guard entry.err == RD_KAFKA_RESP_ERR_NO_ERROR, let name = entry.topic else { continue }
            topics[String(cString: name)] = Int(entry.partition_cnt)
        }
        // Every answer renews what the library remembers, so this is the name from the answer above.
        guard let name = rd_kafka_clusterid(pointer, 0) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, message: "the broker does not name its cluster")
        }
        defer { rd_kafka_mem_free(pointer, name) }
        return ClusterMetadata(
            brokers: Int(answer.pointee.broker_cnt),
            topics: topics,
            clusterID: String(cString: name)
        )
    }

    /// Asks who answers, if a connection was begun since the last time; only on the client's thread.
    ///
    /// - Throws: a fatal error when it is not the cluster that this client was made for.
    func verifyCluster(asking topic: String?) throws(KafkaError) {
        let connections = context.connections.load(ordering: .relaxed)
        guard let expected = context.cluster, context.verifiedConnections != connections else { return }
        let found = try metadata(of: topic, within: .seconds(2)).clusterID
        guard found == expected else { throw .clusterChanged(from: expected, to: found) }
        context.verifiedConnections = connections
    }

    /// The offset behind the last record of each partition, with one question per broker.
    func logEnds(
        of partitions: [TopicPartition],
        within limit: Duration
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        guard !partitions.isEmpty else { return [:] }
        // Where a time belongs, the protocol takes -1 for "the end".
        let list = try PartitionList(partitions.map { ($0, offset: Int64.end) })
        try KafkaError.check(rd_kafka_offsets_for_times(pointer, list.pointer, limit.milliseconds))
        var ends: [TopicPartition: Int64] = [:]
        for (index, partition) in TopicPartition.list(list.pointer).enumerated() {
            let element = list.pointer.pointee.elems[index]
            if element.err == RD_KAFKA_RESP_ERR_NO_ERROR, element.offset >= 0 { ends[partition] = element.offset }
        }
        return ends
    }

    func watermarks(
        of partition: TopicPartition,
        within limit: Duration
    ) throws(KafkaError) -> (low: Int64, high: Int64) {
        var low: Int64 = 0
        var high: Int64 = 0
        try KafkaError.check(
            rd_kafka_query_watermark_offsets(
                pointer,
                partition.topic,
                partition.partition,
                &low,
                &high,
                limit.milliseconds
            )
        )
        return (low, high)
    }
}
