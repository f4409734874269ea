import CRdKafka

/// A change of the group that waits for the owner's answer.
enum Rebalance {
    case assigned([TopicPartition])
    case revoked([TopicPartition])

    /// Called by librdkafka inside a poll, on the client's thread; the group waits until `rd_kafka_assign` is called.
    static func record(
        client: OpaquePointer?,
        kind: rd_kafka_resp_err_t,
        partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?,
        opaque: UnsafeMutableRawPointer?
    ) {
        guard let client, let context = ClientContext.of(opaque) else { return }
        let changed = partitions.map(TopicPartition.list) ?? []
        let rebalance: Rebalance =
            kind == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS ? .assigned(changed) : .revoked(changed)
        if context.isClosing {
            let name = rd_kafka_rebalance_protocol(client).map { String(cString: $0) }
            answer(client, rebalance, isCooperative: name == "COOPERATIVE")
        } else {
            context.rebalances.append(rebalance)
        }
    }

    /// Gives everything back that is given or taken, for a client that is about to end.
    static func answer(_ client: OpaquePointer, _ rebalance: Rebalance, isCooperative: Bool) {
        guard isCooperative else {
            rd_kafka_assign(client, nil)
            return
        }
        let error: OpaquePointer?
        switch rebalance {
        case .assigned:
            guard let none = try? PartitionList([TopicPartition]()) else { return }
            error = rd_kafka_incremental_assign(client, none.pointer)
        case .revoked(let partitions):
            guard let list = try? PartitionList(partitions) else { return }
            error = rd_kafka_incremental_unassign(client, list.pointer)
        }
        if let error { rd_kafka_error_destroy(error) }
    }
}

/// Owns one `rd_kafka_topic_partition_list_t`.
struct PartitionList: ~Copyable {
    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(_ positions: some Collection<(TopicPartition, offset: Int64)>) throws(KafkaError) {
        guard let list = rd_kafka_topic_partition_list_new(Int32(clamping: positions.count)) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE)
        }
        pointer = list
        for (partition, offset) in positions {
            rd_kafka_topic_partition_list_add(list, partition.topic, partition.partition)?.pointee.offset = offset
        }
    }

    init(_ partitions: some Collection<TopicPartition>) throws(KafkaError) {
        try self.init(partitions.map { ($0, offset: Int64(RD_KAFKA_OFFSET_INVALID)) })
    }

    deinit { rd_kafka_topic_partition_list_destroy(pointer) }

    /// Throws the first error that librdkafka noted beside a partition.
    func checkEach() throws(KafkaError) {
        for index in 0..<Int(pointer.pointee.cnt) { try KafkaError.check(pointer.pointee.elems[index].err) }
    }
}

extension TopicPartition {
    static func list(_ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> [TopicPartition] {
        (0..<Int(list.pointee.cnt)).map { index in
            let element = list.pointee.elems[index]
            return TopicPartition(topic: String(cString: element.topic), partition: element.partition)
        }
    }
}
