import Database
import Logging
import Messages
import Messaging
import Synchronization
import Vocabulary

/// An integrator: publishes its notes itself, each twice, and again until the broker has taken them.
final class PartnerNotes: Sendable {
    private struct Note {
        let id: String
        let caseID: CaseID
    }

    private let pool: ConnectionPool
    private let kafka: KafkaConfiguration
    private let logger: Logger
    private let waiting = Mutex<[Note]>([])
    private let isBusy = Atomic<Bool>(false)

    init(pool: ConnectionPool, kafka: KafkaConfiguration, logger: Logger) {
        self.pool = pool
        self.kafka = kafka
        self.logger = logger
    }

    var isIdle: Bool {
        waiting.withLock { $0.isEmpty } && !isBusy.load(ordering: .sequentiallyConsistent)
    }

    func add(about caseID: CaseID, id: String) {
        waiting.withLock { $0.append(Note(id: id, caseID: caseID)) }
    }

    func run() async {
        while !Task.isCancelled {
            isBusy.store(true, ordering: .sequentiallyConsistent)
            if let note = waiting.withLock({ $0.first }) {
                if (try? await publish(note)) != nil { _ = waiting.withLock { $0.removeFirst() } }
            }
            isBusy.store(false, ordering: .sequentiallyConsistent)
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    func repeatAll() async throws {
        let rows = try await pool.query("select foreign_id, case_id from partner_note where acked")
        for row in rows {
            try await send(Note(id: try row.decode("foreign_id"), caseID: try row.decode("case_id")), copies: 1)
        }
    }

    private func publish(_ note: Note) async throws {
        try await pool.execute(
            """
            insert into partner_note (foreign_id, case_id, acked) values (\(note.id), \(note.caseID), false)
            on conflict do nothing
            """
        )
        try await send(note, copies: 2)
        try await pool.execute("update partner_note set acked = true where foreign_id = \(note.id)")
    }

    /// With a producer of its own each time, which gives up rather than wait for a broker that is gone.
    private func send(_ note: Note, copies: Int) async throws {
        let cluster = try await KafkaAdmin(kafka, logger: logger).clusterID(within: .seconds(2))
        let producer = try KafkaProducer(kafka, cluster: cluster, logger: logger)
        let record = OutgoingRecord(
            topic: PartnerNoteV1.contract.topic.name,
            partition: OutgoingRecord.anyPartition,
            key: Array(note.caseID.description.utf8),
            value: try PartnerNoteV1(caseID: note.caseID, text: note.id).jsonBytes(),
            headers: [
                KafkaHeader("ce_specversion", "1.0"), KafkaHeader("ce_id", note.id),
                KafkaHeader("ce_source", PartnerNoteV1.source), KafkaHeader("ce_type", PartnerNoteV1.contract.type),
                KafkaHeader("ce_time", Timestamp.now.description), KafkaHeader("content-type", "application/json"),
            ]
        )
        let results = await producer.produce(Array(repeating: record, count: copies))
        await producer.close(flush: .zero)
        for result in results { _ = try result.get() }
    }
}
