import CRdKafka
import Logging

/// The state of one consumer in its group.
///
/// `@unchecked Sendable`: used by the client's thread alone, inside its jobs.
final class GroupMember: @unchecked Sendable {
    private let context: ClientContext
    /// Partitions come and go one by one.
    private let isCooperative: Bool
    /// Asked about when the cluster is to be recognised; `nil` asks about all.
    private let topic: String?
    private var assigned: Set<TopicPartition> = []
    /// Where the owner stands in each assigned partition; absent until it is known.
    private var positions: [TopicPartition: Int64] = [:]
    /// Partitions whose offset the broker did not have; librdkafka cannot seek in them any more.
    private var stalled: Set<TopicPartition> = []
    /// librdkafka 2.0.2 refetches from an old position when it resumes what was not paused.
    private var paused: Set<TopicPartition> = []
    /// The owner was told of a rebalance and has not answered.
    private var isRebalancing = false
    /// What the group takes back and the owner has not answered.
    private var revoked: [TopicPartition] = []
    /// Partitions of which the end was reached, where `enable.partition.eof` asks for that.
    var ended: Set<TopicPartition> = []
    private var news: [Result<ConsumerPoll, KafkaError>] = []
    /// Polled while the cluster could not be asked for its name.
    private var unverified: [IncomingRecord] = []

    init(context: ClientContext, topic: String?, isCooperative: Bool = false) {
        self.isCooperative = isCooperative
        self.context = context
        self.topic = topic
    }

    func subscribe(_ client: borrowing ClientHandle, to topics: [String]) {
        do {
            let list = try PartitionList(topics.map { TopicPartition(topic: $0, partition: RD_KAFKA_PARTITION_UA) })
            try KafkaError.check(rd_kafka_subscribe(client.pointer, list.pointer))
        } catch {
            news.append(.failure(error))
        }
    }

    // MARK: Polling

    func poll(
        _ client: borrowing ClientHandle,
        max: Int,
        wait: Duration,
        isInterrupted: () -> Bool
    ) throws(KafkaError) -> ConsumerPoll {
        if unverified.isEmpty, let first = try nextNews(client) { return first }
        let deadline = ContinuousClock.now + wait
        var records = unverified
        unverified = []
        while records.count < max, news.isEmpty, context.rebalances.isEmpty {
            let patience = records.isEmpty ? min(.milliseconds(100), ContinuousClock.now.duration(to: deadline)) : .zero
            if let message = client.nextMessage(within: patience) {
                if let record = message.record { records.append(record) } else { note(message, of: client) }
            } else if !records.isEmpty || ContinuousClock.now >= deadline || isInterrupted() {
                break
            }
        }
        if records.isEmpty { return try nextNews(client) ?? .records([]) }
        do throws(KafkaError) {
            try client.verifyCluster(asking: topic)
        } catch {
            if !error.isFatal { unverified = records }
            throw error
        }
        for record in records { positions[record.topicPartition] = record.offset + 1 }
        return .records(records)
    }

    private func nextNews(_ client: borrowing ClientHandle) throws(KafkaError) -> ConsumerPoll? {
        if !news.isEmpty {
            try client.verifyCluster(asking: topic)
            return try news.removeFirst().get()
        }
        guard !context.rebalances.isEmpty else { return nil }
        isRebalancing = true
        switch context.rebalances.removeFirst() {
        case .assigned(let partitions): return .assigned(partitions)
        case .revoked(let partitions):
            revoked = partitions
            return .revoked(partitions)
        }
    }

    private func note(_ message: borrowing ConsumedMessage, of client: borrowing ClientHandle) {
        switch message.error {
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            if let partition = message.topicPartition { ended.insert(partition) }
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            guard let partition = message.topicPartition else { return }
            stalled.insert(partition)
            news.append(.success(.offsetOutOfRange(partition)))
        case RD_KAFKA_RESP_ERR__FATAL:
            news.append(.failure(client.fatalError ?? KafkaError(RD_KAFKA_RESP_ERR__FATAL)))
        default:
            let error = KafkaError(message.error, message: message.errorText)
            context.logger.log(level: error.isRetriable ? .debug : .warning, "Kafka consumer: \(error)")
            // What passes by itself (a missing topic, an expired poll) shows as a rebalance or not at all.
            if !error.isRetriable { news.append(.failure(error)) }
        }
    }

    // MARK: Assignment

    func assign(_ client: borrowing ClientHandle, _ wanted: [(TopicPartition, offset: Int64)]) throws(KafkaError) {
        if !isCooperative {
            try resume(client, Array(paused))
            forget()
        }
        var fresh: [(TopicPartition, offset: Int64)] = []
        for (partition, offset) in wanted {
            // Where the end is now is remembered, so that a later restart of the assignment skips nothing.
            let start = offset == .end ? try client.watermarks(of: partition, within: .seconds(5)).high : offset
            positions[partition] = start
            fresh.append((partition, offset: start))
        }
        assigned = Set(positions.keys)
        if isCooperative { try add(client, fresh) } else { try place(client) }
        isRebalancing = false
    }

    func unassign(_ client: borrowing ClientHandle) throws(KafkaError) {
        guard !isCooperative else {
            try remove(client, revoked)
            revoked = []
            isRebalancing = false
            return
        }
        try? resume(client, Array(paused))
        forget()
        try KafkaError.check(rd_kafka_assign(client.pointer, nil))
        isRebalancing = false
    }

    func seek(_ client: borrowing ClientHandle, _ partition: TopicPartition, to offset: Int64) throws(KafkaError) {
        guard assigned.contains(partition) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__STATE, message: "\(partition) is not assigned")
        }
        let start = offset == .end ? try client.watermarks(of: partition, within: .seconds(5)).high : offset
        positions[partition] = start
        guard stalled.remove(partition) == nil else { return try revive(client, partition, at: start) }
        let list = try PartitionList([(partition, offset: start)])
        try KafkaError.check(adopting: rd_kafka_seek_partitions(client.pointer, list.pointer, 5000))
        try list.checkEach()
    }

    /// Starts every assigned partition that does not stand still, where its owner is.
    private func place(_ client: borrowing ClientHandle) throws(KafkaError) {
        let list = try PartitionList(positions.filter { !stalled.contains($0.key) }.map { ($0.key, offset: $0.value) })
        let held = Array(paused)
        try resume(client, held)
        try KafkaError.check(rd_kafka_assign(client.pointer, list.pointer))
        try pause(client, held)
    }

    /// Starts a partition anew that librdkafka has given up.
    private func revive(
        _ client: borrowing ClientHandle,
        _ partition: TopicPartition,
        at start: Int64
    ) throws(KafkaError) {
        guard isCooperative else { return try place(client) }
        let isHeld = paused.contains(partition)
        try remove(client, [partition])
        assigned.insert(partition)
        positions[partition] = start
        try add(client, [(partition, offset: start)])
        if isHeld { try pause(client, [partition]) }
    }

    private func add(
        _ client: borrowing ClientHandle,
        _ fresh: [(TopicPartition, offset: Int64)]
    ) throws(KafkaError) {
        let list = try PartitionList(fresh)
        try KafkaError.check(adopting: rd_kafka_incremental_assign(client.pointer, list.pointer))
    }

    private func remove(_ client: borrowing ClientHandle, _ partitions: [TopicPartition]) throws(KafkaError) {
        try? resume(client, partitions.filter(paused.contains))
        let gone = Set(partitions)
        assigned.subtract(gone)
        stalled.subtract(gone)
        paused.subtract(gone)
        ended.subtract(gone)
        for partition in partitions { positions[partition] = nil }
        unverified.removeAll { gone.contains($0.topicPartition) }
        let list = try PartitionList(partitions)
        try KafkaError.check(adopting: rd_kafka_incremental_unassign(client.pointer, list.pointer))
    }

    private func forget() {
        assigned = []
        positions = [:]
        stalled = []
        paused = []
        ended = []
        unverified = []
    }

    func pause(_ client: borrowing ClientHandle, _ partitions: [TopicPartition]) throws(KafkaError) {
        let fresh = partitions.filter { assigned.contains($0) && !paused.contains($0) }
        guard !fresh.isEmpty else { return }
        paused.formUnion(fresh)
        let list = try PartitionList(fresh.filter { !stalled.contains($0) })
        try KafkaError.check(rd_kafka_pause_partitions(client.pointer, list.pointer))
        try list.checkEach()
    }

    func resume(_ client: borrowing ClientHandle, _ partitions: [TopicPartition]) throws(KafkaError) {
        let held = partitions.filter(paused.contains)
        guard !held.isEmpty else { return }
        paused.subtract(held)
        let list = try PartitionList(held.filter { !stalled.contains($0) })
        try KafkaError.check(rd_kafka_resume_partitions(client.pointer, list.pointer))
        try list.checkEach()
    }

    /// Not between a rebalance and its answer: a commit there can lose the assignment.
    func commitHint(_ client: borrowing ClientHandle, _ positions: [(TopicPartition, offset: Int64)]) {
        let own = positions.filter { assigned.contains($0.0) }
        guard !own.isEmpty, !isRebalancing, context.rebalances.isEmpty, let list = try? PartitionList(own) else {
            return
        }
        rd_kafka_commit(client.pointer, list.pointer, 1)
    }

    /// `rd_kafka_consumer_close` can hang in librdkafka 2.0.2, so the close is asked for and watched.
    func leave(_ client: borrowing ClientHandle, within limit: Duration) {
        context.isClosing = true
        // Nobody will answer any more what the group has asked.
        if isCooperative {
            for rebalance in context.rebalances { Rebalance.answer(client.pointer, rebalance, isCooperative: true) }
            if !revoked.isEmpty { try? unassign(client) }
        } else {
            try? unassign(client)
        }
        context.rebalances = []
        guard let queue = rd_kafka_queue_get_consumer(client.pointer) else { return }
        defer { rd_kafka_queue_destroy(queue) }
        if let error = rd_kafka_consumer_close_queue(client.pointer, queue) { rd_kafka_error_destroy(error) }
        let deadline = ContinuousClock.now + limit
        while rd_kafka_consumer_closed(client.pointer) == 0, ContinuousClock.now < deadline {
            _ = client.nextMessage(within: .milliseconds(50))
        }
    }
}
