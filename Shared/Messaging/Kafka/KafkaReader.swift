import CRdKafka
import Logging

/// Reads a topic by itself, without a group and without leaving a trace: for checks and for tails.
package final class KafkaReader: Sendable {
    package enum Start: Sendable {
        case beginning
        /// Behind the last record of the moment of opening.
        case end
    }

    let thread: ClientThread
    let member: GroupMember
    private let progress: ReadProgress

    package init(_ configuration: KafkaConfiguration, logger: Logger) throws {
        var properties = configuration.consumerProperties(groupID: "\(configuration.clientID).reader", instanceID: nil)
        properties["auto.offset.reset"] = "earliest"
        properties["enable.partition.eof"] = "true"
        thread = try ClientThread(RD_KAFKA_CONSUMER, properties: properties, logger: logger)
        member = GroupMember(context: thread.context, topic: nil)
        progress = ReadProgress()
    }

    deinit { thread.stop() }

    /// Goes to the start or the end of every partition of a topic; what comes later is read from there.
    package func open(_ topic: String, from start: Start) async throws {
        try await thread.run { [member, progress] client in
            let count = try client.metadata(of: topic, within: .seconds(5)).topics[topic] ?? 0
            guard count > 0 else {
                throw KafkaError(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, message: "the topic \(topic) does not exist")
            }
            var positions: [(TopicPartition, offset: Int64)] = []
            progress.ends = [:]
            for number in 0..<Int32(clamping: count) {
                let partition = TopicPartition(topic: topic, partition: number)
                let (low, high) = try client.watermarks(of: partition, within: .seconds(5))
                positions.append((partition, offset: start == .beginning ? low : high))
                if low < high { progress.ends[partition] = high }
            }
            try member.assign(client, positions)
        }
    }

    /// Goes to an offset of each of some partitions.
    package func open(at positions: [(TopicPartition, offset: Int64)]) async throws {
        try await thread.run { [member, progress] client in
            progress.ends = [:]
            try member.assign(client, positions)
        }
    }

    /// Hands over the last records that some partitions held when the call began, of each at most so many.
    package func readTails(
        of partitions: [TopicPartition],
        count: Int,
        _ body: ([IncomingRecord]) async throws -> Void
    ) async throws {
        try await thread.run { [member, progress] client in
            progress.ends = [:]
            var positions: [(TopicPartition, offset: Int64)] = []
            for partition in partitions {
                let (low, high) = try client.watermarks(of: partition, within: .seconds(5))
                guard low < high else { continue }
                progress.ends[partition] = high
                positions.append((partition, offset: max(low, high - Int64(count))))
            }
            try member.assign(client, positions)
        }
        try await readToEnds(body)
    }

    /// The next records, or none when `wait` is over; in order within each partition.
    package func next(max: Int = 1000, wait: Duration) async throws -> [IncomingRecord] {
        try await thread.run { [member, progress, thread] client in
            guard
                case .records(let records) = try member.poll(
                    client,
                    max: max,
                    wait: wait,
                    isInterrupted: { thread.hasWaitingJobs }
                )
            else { return [] }
            progress.note(records, ended: member.ended)
            return records
        }
    }

    /// Hands over everything that a topic held when the call began.
    package func readAll(_ topic: String, _ body: ([IncomingRecord]) async throws -> Void) async throws {
        try await open(topic, from: .beginning)
        try await readToEnds(body)
    }

    private func readToEnds(_ body: ([IncomingRecord]) async throws -> Void) async throws {
        while try await thread.run({ [progress] _ in !progress.ends.isEmpty }) {
            try Task.checkCancellation()
            let records = try await next(wait: .milliseconds(200))
            if !records.isEmpty { try await body(records) }
        }
    }

    package func close() async {
        thread.stop()
    }
}

/// How far a reader has to go in each partition.
///
/// `@unchecked Sendable`: used by the client's thread alone, inside its jobs.
private final class ReadProgress: @unchecked Sendable {
    /// The offset at which a partition is read; partitions that are through are gone.
    var ends: [TopicPartition: Int64] = [:]

    /// - Parameter ended: partitions read to their end; the last offset of one may belong to no record.
    func note(_ records: [IncomingRecord], ended: Set<TopicPartition>) {
        for record in records {
            let partition = record.topicPartition
            if let end = ends[partition], record.offset + 1 >= end { ends[partition] = nil }
        }
        for partition in ended { ends[partition] = nil }
    }
}
