import Logging
import Messages
import Messaging
import Vocabulary

/// A message of the suite as it stands on a topic.
struct ScannedMessage: Sendable {
    let id: UniqueID
    let sender: ServiceName
    let type: String
    let partition: Int32
    let offset: Int64
    let sequence: Int64
    let hour: Hour
}

/// Reads topics from their first record to what was their end, and hands each message over once.
///
/// Copies are known by their numbers, one bit each, so a topic of any length takes little memory.
struct TopicScan: Sendable {
    let kafka: KafkaConfiguration
    /// Ids in this range count.
    let from: Hour
    let cutoff: Timestamp

    /// What a scan learned beside the messages.
    struct Summary: Sendable {
        var copies: Int64 = 0
        /// Up to this hour a partition has lost records to expiry.
        var expired: [Int32: Hour] = [:]
    }

    private struct Lane: Hashable {
        let sender: ServiceName
        let partition: Int32
    }

    /// - Parameters:
    ///   - foreign: records of integrators, batch by batch.
    ///   - body: called once for each message, in the order of its partition.
    func read(
        _ topic: String,
        foreign: ([IncomingRecord]) async throws -> Void = { _ in },
        _ body: (ScannedMessage) -> Void
    ) async throws -> Summary {
        let reader = try KafkaReader(kafka, logger: OwnerDatabase.logger)
        var summary = Summary()
        do {
            let bounds = try await reader.bounds(of: [topic])
            var seen: [Lane: SequenceSet] = [:]
            var firsts: Set<Int32> = []
            // What is gone of an emptied partition may have been anything up to now.
            for (partition, log) in bounds where log.start > 0 {
                summary.expired[partition.partition] = Hour(of: cutoff)
            }
            try await reader.readAll(topic) { batch in
                var others: [IncomingRecord] = []
                for record in batch {
                    guard let message = Self.message(record) else {
                        others.append(record)
                        continue
                    }
                    if firsts.insert(record.partition).inserted, summary.expired[record.partition] != nil {
                        summary.expired[record.partition] = message.hour
                    }
                    let lane = Lane(sender: message.sender, partition: message.partition)
                    guard seen[lane, default: SequenceSet()].insert(message.sequence) else {
                        summary.copies += 1
                        continue
                    }
                    if message.hour >= from, message.id.time ?? cutoff < cutoff { body(message) }
                }
                if !others.isEmpty { try await foreign(others) }
            }
            await reader.close()
            return summary
        } catch {
            await reader.close()
            throw error
        }
    }

    /// `nil` for what integrators send, for tombstones, rubbish and placeholders.
    private static func message(_ record: IncomingRecord) -> ScannedMessage? {
        guard let sender = record.text("ce_source").flatMap(ServiceName.init(source:)),
            let type = record.text("ce_type"), type != SequenceSkippedV1.contract.type,
            let id = record.text("ce_id").flatMap(UniqueID.init), let time = id.time,
            let sequence = record.text("ce_sequence").flatMap(Int64.init), sequence >= 1, sequence <= 1 << 53
        else { return nil }
        return ScannedMessage(
            id: id,
            sender: sender,
            type: type,
            partition: record.partition,
            offset: record.offset,
            sequence: sequence,
            hour: Hour(of: time)
        )
    }
}
