import CRdKafka
import Logging
import Synchronization

/// An idempotent producer: acknowledged by all replicas, in order, retried by the library for as long as it takes.
///
/// A record waits without limit while the brokers are away; who cannot wait cancels the task, which purges. A producer
/// for one named cluster does not wait: an outage fails what it holds, with retriable errors, and once another cluster
/// answers, every call fails with a fatal `CLUSTER_CHANGED`. So no record follows into a log that lost its forerunners.
package final class KafkaProducer: Sendable {
    private let thread: ClientThread
    private let partitionCounts = Mutex<[String: Int]>([:])

    /// - Parameter cluster: the only cluster to send to; `nil` sends to whoever answers.
    package init(_ configuration: KafkaConfiguration, cluster: String? = nil, logger: Logger) throws {
        let properties = configuration.producerProperties
        thread = try ClientThread(RD_KAFKA_PRODUCER, properties: properties, cluster: cluster, logger: logger)
    }

    deinit { thread.stop() }

    /// Grows with every connection begun: a reason to compare `clusterID()` with the one known.
    package var connections: Int { thread.context.connections.load(ordering: .relaxed) }

    /// Sends records and waits for the delivery report of each; the results are in the order of the records.
    ///
    /// Records of one partition keep their order. Cancelling the task purges everything that this producer still holds,
    /// other calls' records too: they fail with retriable errors and may or may not have reached the broker.
    package func produce(_ records: [OutgoingRecord]) async -> [Result<RecordPosition, KafkaError>] {
        guard !records.isEmpty else { return [] }
        let patience = Patience()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { completion in
                let delivery = Delivery(count: records.count, completion: completion)
                let isAccepted = thread.enqueue { client in client.queue(records, of: delivery, patience) }
                if !isAccepted { for index in records.indices { delivery.fail(index, .closed) } }
            }
        } onCancel: {
            patience.isOver.store(true, ordering: .relaxed)
            purge()
        }
    }

    /// Gives up all records that have no report yet; their calls return with retriable errors.
    package func purge() {
        thread.enqueue { $0.purge() }
    }

    /// How many partitions a topic has; asked once, since it is chosen once.
    package func partitionCount(of topic: String) async throws -> Int {
        if let known = partitionCounts.withLock({ $0[topic] }) { return known }
        let count = try await thread.ask { try $0.metadata(of: topic, within: .seconds(5)).topics[topic] }
        guard let count, count > 0 else {
            throw KafkaError(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, message: "the topic \(topic) does not exist")
        }
        partitionCounts.withLock { $0[topic] = count }
        return count
    }

    /// The name of the cluster, from the broker's own mouth each time: another one means other logs and other offsets.
    package func clusterID() async throws -> String {
        let topic = partitionCounts.withLock { $0.keys.first }
        return try await thread.ask { try $0.metadata(of: topic, within: .seconds(2)).clusterID }
    }

    /// The offset behind the last record of each partition; partitions that are not there are absent.
    package func logEnds(of partitions: [TopicPartition]) async throws -> [TopicPartition: Int64] {
        try await thread.ask { try $0.logEnds(of: partitions, within: .seconds(5)) }
    }

    /// Gives up what is queued and in flight, then ends; for an owner that lost its right to publish.
    package func purgeAndClose() async {
        await close(flush: .zero)
    }

    /// Waits for reports up to `limit`, gives up the rest, and ends.
    package func close(flush limit: Duration) async {
        if limit == .zero { thread.context.isPurging.store(true, ordering: .relaxed) }
        try? await thread.run { [context = thread.context] client in
            rd_kafka_flush(client.pointer, limit.milliseconds)
            context.isPurging.store(true, ordering: .relaxed)
            for _ in 0..<10 where rd_kafka_outq_len(client.pointer) > 0 {
                client.purge()
                rd_kafka_flush(client.pointer, 1000)  // the reports of what was purged
            }
        }
        thread.stop()
    }
}

/// Set once the task behind a call is cancelled.
private final class Patience: Sendable {
    let isOver = Atomic<Bool>(false)
}

extension ClientHandle {
    /// Hands the records of a call to librdkafka; what it refuses is settled at once.
    fileprivate func queue(_ records: [OutgoingRecord], of delivery: Delivery, _ patience: Patience) {
        do throws(KafkaError) {
            rd_kafka_poll(pointer, 0)  // an outage comes to light before anything is queued
            try verifyCluster(asking: records.first?.topic)
        } catch {
            for index in records.indices { delivery.fail(index, error) }
            return
        }
        for (index, record) in records.enumerated() {
            queue(record, index, of: delivery) {
                patience.isOver.load(ordering: .relaxed) || context.isPurging.load(ordering: .relaxed)
            }
        }
        Failpoint.pass("producer.queued")
    }

    /// Waits for room in librdkafka's queue.
    private func queue(_ record: OutgoingRecord, _ index: Int, of delivery: Delivery, until isOver: () -> Bool) {
        do throws(KafkaError) {
            let topic = try self.topic(record.topic)
            while true {
                guard !isOver() else { throw KafkaError(RD_KAFKA_RESP_ERR__PURGE_QUEUE) }
                let code = queue(record, topic: topic, opaque: delivery.opaque(index))
                guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL else {
                    try KafkaError.check(code)
                    return
                }
                rd_kafka_poll(pointer, 10)  // reports make room
            }
        } catch {
            delivery.fail(index, error)
        }
    }

    private func queue(
        _ record: OutgoingRecord,
        topic: OpaquePointer,
        opaque: UnsafeMutableRawPointer?
    ) -> rd_kafka_resp_err_t {
        let headers = record.headers.isEmpty ? nil : rd_kafka_headers_new(record.headers.count)
        if let headers {
            for header in record.headers {
                let code = header.value.withOptionalBytes { value, size in
                    rd_kafka_header_add(headers, header.name, -1, value, size)
                }
                guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                    rd_kafka_headers_destroy(headers)
                    return code
                }
            }
        }
        let code = record.key.withOptionalBytes { key, keySize in
            record.value.withOptionalBytes { value, valueSize in
                aftercare_produce(
                    pointer,
                    topic,
                    record.partition,
                    key,
                    keySize,
                    value,
                    valueSize,
                    headers,
                    opaque
                )
            }
        }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR, let headers { rd_kafka_headers_destroy(headers) }
        return code
    }

    fileprivate func purge() {
        rd_kafka_purge(pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
    }
}

extension [UInt8]? {
    /// Null for `nil`; for an empty array an address nobody reads, since librdkafka takes null for "no value".
    fileprivate func withOptionalBytes<R>(_ body: (UnsafeRawPointer?, Int) -> R) -> R {
        guard let self else { return body(nil, 0) }
        return self.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress, !buffer.isEmpty else {
                var nothing: UInt8 = 0
                return withUnsafeBytes(of: &nothing) { body($0.baseAddress, 0) }
            }
            return body(start, buffer.count)
        }
    }
}
