import CRdKafka
import Logging

/// The state of one consumer in its group.
///
/// `@unchecked Sendable`: used by the client's thread alone, inside its jobs.
final class GroupMember: @unchecked Sendable {
    private let context: ClientContext
    private var assigned: Set<TopicPartition> = []
    /// librdkafka 2.0.2 refetches from an old position when it resumes what was not paused.
    private var paused: Set<TopicPartition> = []
    /// The owner was told of a rebalance and has not answered.
    private var isRebalancing = false
    /// Partitions of which the end was reached, where `enable.partition.eof` asks for that.
    var ended: Set<TopicPartition> = []
    private var news: [Result<ConsumerPoll, KafkaError>] = []

    init(context: ClientContext) {
        self.context = context
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
        if let first = try nextNews() { return first }
        let deadline = ContinuousClock.now + wait
        var records: [IncomingRecord] = []
        while records.count < max, news.isEmpty, context.rebalances.isEmpty {
            let patience = records.isEmpty ? min(.milliseconds(100), ContinuousClock.now.duration(to: deadline)) : .zero
            if let message = client.nextMessage(within: patience) {
                if let record = message.record { records.append(record) } else { note(message, of: client) }
            } else if !records.isEmpty || ContinuousClock.now >= deadline || isInterrupted() {
                break
            }
        }
        if records.isEmpty, let first = try nextNews() { return first }
        return .records(records)
    }

    private func nextNews() throws(KafkaError) -> ConsumerPoll? {
        if !news.isEmpty { return try news.removeFirst().get() }
        guard !context.rebalances.isEmpty else { return nil }
        isRebalancing = true
        switch context.rebalances.removeFirst() {
        case .assigned(let partitions): return .assigned(partitions)
        case .revoked(let partitions): return .revoked(partitions)
        }
    }

    private func note(_ message: borrowing ConsumedMessage, of client: borrowing ClientHandle) {
        switch message.error {
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            if let partition = message.topicPartition { ended.insert(partition) }
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            guard let partition = message.topicPartition else { return }
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

    func assign(_ client: borrowing ClientHandle, _ positions: [(TopicPartition, offset: Int64)]) throws(KafkaError) {
        try resume(client, Array(paused))
        let list = try PartitionList(positions)
        try KafkaError.check(rd_kafka_assign(client.pointer, list.pointer))
        assigned = Set(positions.map(\.0))
        ended = []
        isRebalancing = false
    }

    func unassign(_ client: borrowing ClientHandle) throws(KafkaError) {
        try? resume(client, Array(paused))
        paused = []
        assigned = []
        try KafkaError.check(rd_kafka_assign(client.pointer, nil))
        isRebalancing = false
    }

    func seek(_ client: borrowing ClientHandle, _ partition: TopicPartition, to offset: Int64) throws(KafkaError) {
        let list = try PartitionList([(partition, offset: offset)])
        try KafkaError.check(adopting: rd_kafka_seek_partitions(client.pointer, list.pointer, 5000))
        try list.checkEach()
    }

    func pause(_ client: borrowing ClientHandle, _ partitions: [TopicPartition]) throws(KafkaError) {
        let list = try PartitionList(partitions.filter { assigned.contains($0) && !paused.contains($0) })
        try KafkaError.check(rd_kafka_pause_partitions(client.pointer, list.pointer))
        try list.checkEach()
        paused.formUnion(partitions.filter(assigned.contains))
    }

    func resume(_ client: borrowing ClientHandle, _ partitions: [TopicPartition]) throws(KafkaError) {
        let held = partitions.filter(paused.contains)
        guard !held.isEmpty else { return }
        paused.subtract(held)
        let list = try PartitionList(held)
        try KafkaError.check(rd_kafka_resume_partitions(client.pointer, list.pointer))
        try list.checkEach()
    }

    /// Not between a rebalance and its answer: a commit there can lose the assignment.
    func commitHint(_ client: borrowing ClientHandle, _ positions: [(TopicPartition, offset: Int64)]) {
        let own = positions.filter { assigned.contains($0.0) }
        guard !own.isEmpty, !isRebalancing, context.rebalances.isEmpty, let list = try? PartitionList(own) else { return }
        rd_kafka_commit(client.pointer, list.pointer, 1)
    }

    /// `rd_kafka_consumer_close` can hang in librdkafka 2.0.2, so the close is asked for and watched.
    func leave(_ client: borrowing ClientHandle, within limit: Duration) {
        context.isClosing = true
        context.rebalances = []
        try? unassign(client)
        guard let queue = rd_kafka_queue_get_consumer(client.pointer) else { return }
        defer { rd_kafka_queue_destroy(queue) }
        if let error = rd_kafka_consumer_close_queue(client.pointer, queue) { rd_kafka_error_destroy(error) }
        let deadline = ContinuousClock.now + limit
        while rd_kafka_consumer_closed(client.pointer) == 0, ContinuousClock.now < deadline {
            _ = client.nextMessage(within: .milliseconds(50))
        }
    }
}
