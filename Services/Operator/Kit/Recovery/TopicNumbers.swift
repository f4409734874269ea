import Messages
import Messaging

/// Which numbers of each sender the topics hold.
struct TopicNumbers: Sendable {
    private struct Sender: Hashable {
        let source: String
        let partition: TopicPartition
    }

    private var ranges: [Sender: NumberRanges] = [:]

    /// Reads every topic from its first record to its present end.
    static func read(_ kafka: KafkaConfiguration, say: (String) -> Void = { _ in }) async throws -> TopicNumbers {
        let there = try await KafkaAdmin(kafka, logger: RecoveryAccess.quiet).topics()
        let reader = try KafkaReader(kafka, logger: RecoveryAccess.quiet)
        var numbers = TopicNumbers()
        for topic in Catalogue.topics where there[topic.name] != nil {
            say("reading \(topic.name)")
            try await reader.readAll(topic.name) { for record in $0 { numbers.add(record) } }
        }
        await reader.close()
        return numbers
    }

    mutating func add(_ record: IncomingRecord) {
        guard let source = record.headerText("ce_source"), ServiceName(source: source) != nil,
            let number = record.headerText("ce_sequence").flatMap({ Int64($0) })
        else { return }
        var first = number
        if record.headerText("ce_type") == SequenceSkippedV1.contract.type,
            let skipped = try? SequenceSkippedV1.decode(record.value ?? [])
        {
            first = min(skipped.from, number)
        }
        ranges[Sender(source: source, partition: record.topicPartition), default: NumberRanges()].insert(first...number)
    }

    /// The highest number of each partition that a service has published to.
    func highest(of service: ServiceName) -> [TopicPartition: Int64] {
        var highest: [TopicPartition: Int64] = [:]
        for (sender, numbers) in ranges where sender.source == service.source {
            highest[sender.partition] = numbers.highest
        }
        return highest
    }

    /// The first number of some that a partition does not hold; `nil` when it holds them all.
    func firstMissing(
        of service: ServiceName,
        in partition: TopicPartition,
        among wanted: ClosedRange<Int64>
    ) -> Int64? {
        let held = ranges[Sender(source: service.source, partition: partition)] ?? NumberRanges()
        // Compaction takes single ones away: what counts is how far it goes.
        if Catalogue.topics.first(where: { $0.name == partition.topic })?.isCompacted == true {
            let highest = held.highest ?? wanted.lowerBound - 1
            return highest >= wanted.upperBound ? nil : max(wanted.lowerBound, highest + 1)
        }
        return held.firstMissing(in: wanted)
    }
}

extension IncomingRecord {
    func headerText(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }
}
