import Database
import Messages
import Synchronization
import Vocabulary

/// Finds a message that ends the process, by what the process before this one was at work on.
///
/// Only the first batch of each partition in the life of a process is marked, so a process that lives pays nothing
/// afterwards. Where two processes in a row have ended, the third takes records one by one, each marked by itself; a
/// record under whose own mark two processes have ended is at fault: its key is parked, dead at once.
final class CrashMarker: Sendable {
    /// Processes that may end in the same place before something is done about it.
    static let patience = 2
    static let reason = "the process ended while it handled this message"

    private let process: UniqueID
    /// Partitions of which a batch went well in this process.
    private let passed = Mutex<Set<TopicPartition>>([])

    init(process: UniqueID) {
        self.process = process
    }

    static func isReason(_ text: String) -> Bool { text == reason }

    /// Whether the batch has a partition that is new to this process.
    func watches(_ records: [IncomingRecord]) -> Bool {
        passed.withLock { passed in records.contains { !passed.contains($0.topicPartition) } }
    }

    /// What is known of earlier processes that began where this batch begins.
    enum Suspicion: Equatable, Sendable {
        case none
        /// Whole batches ended with their process.
        case batch
        /// The first record was alone at work when they ended.
        case record
    }

    /// Notes that these records are at work, committed before they are.
    func begin(_ records: [IncomingRecord], single: Bool, in database: any ServiceDatabase) async throws -> Suspicion {
        try await database.perform(BeginMark(records: records, isSingle: single, process: process))
    }

    /// Takes the marks back; nothing ended.
    func end(_ records: [IncomingRecord], in database: any ServiceDatabase) async throws {
        let partitions = Set(records.map(\.topicPartition))
        passed.withLock { $0.formUnion(partitions) }
        try await database.perform(EndMark(partitions: partitions.sorted(), process: process))
    }
}

private struct BeginMark: UnitOfWork {
    let records: [IncomingRecord]
    let isSingle: Bool
    let process: UniqueID

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> CrashMarker.Suspicion {
        try await transaction.mark(records, single: isSingle, by: process)
    }
}

private struct EndMark: UnitOfWork {
    let partitions: [TopicPartition]
    let process: UniqueID

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws {
        try await transaction.unmark(partitions, by: process)
    }
}

extension CrashMarker {
    static func mark(
        _ records: [IncomingRecord],
        single: Bool,
        by process: UniqueID,
        in transaction: borrowing Transaction
    ) async throws -> Suspicion {
        var firsts: [TopicPartition: Int64] = [:]
        for record in records {
            firsts[record.topicPartition] = min(firsts[record.topicPartition] ?? .max, record.offset)
        }
        let sorted = firsts.sorted { $0.key < $1.key }
        let rows = try await transaction.query(
            """
            insert into batch_marker as known (topic, partition, log_offset, process, is_single)
            select topic, partition, log_offset, \(process), \(single)
            from unnest(\(sorted.map(\.key.topic)), \(sorted.map(\.key.partition)), \(sorted.map(\.value)))
                as new (topic, partition, log_offset)
            on conflict (topic, partition) do update set
                crashes = case when known.log_offset <> excluded.log_offset
                    or excluded.is_single and not known.is_single then 0
                    when known.process <> excluded.process then known.crashes + 1 else known.crashes end,
                is_single = case when known.log_offset = excluded.log_offset then known.is_single or excluded.is_single
                    else excluded.is_single end,
                log_offset = excluded.log_offset, process = excluded.process
            returning is_single, crashes
            """
        )
        var suspicion = Suspicion.none
        for row in rows {
            let crashes = try row.decode("crashes", as: Int.self)
            let isSingle = try row.decode("is_single", as: Bool.self)
            if isSingle, crashes >= patience { return .record }
            if isSingle && crashes > 0 || crashes >= patience { suspicion = .batch }
        }
        return suspicion
    }

    static func unmark(
        _ partitions: [TopicPartition],
        by process: UniqueID,
        in transaction: borrowing Transaction
    ) async throws {
        try await transaction.execute(
            """
            delete from batch_marker using unnest(\(partitions.map(\.topic)), \(partitions.map(\.partition)))
                as done (topic, partition)
            where batch_marker.topic = done.topic and batch_marker.partition = done.partition
                and process = \(process)
            """
        )
    }
}
