import Vocabulary

extension KafkaReader {
    /// The first offset that a log still holds and the one that its next record gets.
    package struct LogBounds: Equatable, Sendable {
        package let start: Int64
        package let end: Int64
    }

    /// The bounds of every partition of these topics; topics that are not there are left out.
    package func bounds(of topics: [String]) async throws -> [TopicPartition: LogBounds] {
        try await thread.run { client in
            let known = try client.metadata(within: .seconds(10)).topics
            var bounds: [TopicPartition: LogBounds] = [:]
            for topic in Set(topics) {
                for number in 0..<Int32(clamping: known[topic] ?? 0) {
                    let partition = TopicPartition(topic: topic, partition: number)
                    let (low, high) = try client.watermarks(of: partition, within: .seconds(10))
                    bounds[partition] = LogBounds(start: low, end: high)
                }
            }
            return bounds
        }
    }

    /// The first record at or behind each position, as far as there is one within `limit`.
    package func firstRecords(
        at positions: [TopicPartition: Int64],
        within limit: Duration = .seconds(10)
    ) async throws -> [TopicPartition: IncomingRecord] {
        guard !positions.isEmpty else { return [:] }
        try await thread.run { [member] client in
            try member.assign(client, positions.map { ($0.key, offset: $0.value) })
        }
        var found: [TopicPartition: IncomingRecord] = [:]
        let deadline = ContinuousClock.now + limit
        while found.count < positions.count, ContinuousClock.now < deadline {
            for record in try await next(wait: .milliseconds(200)) where found[record.topicPartition] == nil {
                found[record.topicPartition] = record
            }
        }
        return found
    }
}
