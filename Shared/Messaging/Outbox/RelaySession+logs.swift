import Logging
import Messages
import Metrics
import Vocabulary

/// Whether the logs still hold what was acknowledged.
extension RelaySession {
    /// Compares the end of each log, and with care also the record at the last known place.
    ///
    /// - Parameter isThorough: also notices a log that was emptied and has been filled by others since.
    mutating func compareLogs(of lanes: [Int16], isThorough: Bool) async throws {
        let marks = progress.filter { lanes.contains($0.key.lane) }.compactMapValues(\.mark)
        guard !marks.isEmpty else { return }
        let ends: [TopicPartition: Int64]
        do {
            ends = try await producer.logEnds(of: Array(marks.keys))
        } catch let error as KafkaError where error.isRetriable && !isThorough {
            return  // asked again soon; an outage shows by itself
        }
        for (partition, mark) in marks.sorted(by: { $0.key < $1.key }) {
            guard let end = ends[partition], end <= mark.offset else { continue }
            try await noteLoss(in: partition, from: try await firstMissing(in: partition))
        }
        guard isThorough else { return }
        let places = marks.filter { ends[$0.key] ?? 0 > $0.value.offset }
        for (partition, record) in try await broker.records(at: places.mapValues(\.offset)) {
            // Another offset: retention or compaction took the record, which proves nothing.
            guard let mark = places[partition], record.offset == mark.offset, record.text(HeaderName.id) != mark.id
            else { continue }
            try await noteLoss(in: partition, from: 1)
        }
        try await refuseForgottenMessages(in: places.filter { ends[$0.key] ?? 0 > $0.value.offset + 1 }.map(\.key))
    }

    /// Numbers that are to be given next must not stand for other messages already: so it is when the database was
    /// taken back to an earlier state, or lost its newest rows in a failover.
    private func refuseForgottenMessages(in partitions: [TopicPartition]) async throws {
        let source = store.service.source
        let ids = try await broker.tails(of: partitions, count: 200).compactMap { record -> UniqueID? in
            guard record.text(HeaderName.source) == source,
                record.text(HeaderName.type) != SequenceSkippedV1.contract.type,
                let number = record.text(HeaderName.sequence).flatMap({ Int64($0) }),
                number >= progress[record.topicPartition]?.next ?? 1
            else { return nil }
            return record.text(HeaderName.id).flatMap { UniqueID($0) }
        }
        // What a crash left unacknowledged is there too, and known.
        guard !ids.isEmpty, try await !store.unknown(ids).isEmpty else { return }
        throw RebaseNeeded(
            service: store.service,
            reason: "the topics hold messages of this service that its database does not know"
        )
    }

    /// What is in a log was appended in order, so all up to the last number in it is there.
    ///
    /// Unless a session that broke off has appended to it after the loss: then nothing in it tells how much is gone. What
    /// it left unacknowledged has numbers that are still to be given.
    private func firstMissing(in partition: TopicPartition) async throws -> Int64 {
        let source = store.service.source
        let numbers = try await broker.tails(of: [partition], count: 200)
            .filter { $0.text(HeaderName.source) == source }
            .compactMap { $0.text(HeaderName.sequence).flatMap { Int64($0) } }
        let next = progress[partition]?.next ?? 1
        guard let last = numbers.last, numbers.allSatisfy({ $0 < next }) else { return 1 }
        return last + 1
    }

    mutating func noteLoss(in partition: TopicPartition, from sequence: Int64) async throws {
        progress[partition]?.mark = nil
        metrics.logLosses.increment()
        logger.error(
            "The broker has lost messages that it had acknowledged; they are published again.",
            metadata: ["topic": "\(partition.topic)", "partition": "\(partition.partition)", "from": "\(sequence)"]
        )
        try await store.noteLoss(in: partition, from: sequence)
    }
}

extension IncomingRecord {
    /// The header's text; `nil` when it is absent or null.
    func text(_ name: String) -> String? {
        headers.first { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }
}
