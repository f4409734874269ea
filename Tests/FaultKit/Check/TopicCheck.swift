import Database
import Messages
import Messaging
import OperatorKit
import Vocabulary

/// Compares the outboxes with the topics in both directions and follows every sender's numbers.
struct TopicCheck: Sendable {
    private struct Lane: Hashable {
        let topic: String
        let partition: Int32
        let service: ServiceName
    }

    /// A record that no service of the suite has sent.
    private struct Stranger {
        let place: String
        let name: String

        init(_ record: IncomingRecord) {
            place = "\(record.topic)/\(record.partition)/\(record.offset)"
            name = "\(record.text("ce_source") ?? "") \(record.text("ce_id") ?? "")"
        }
    }

    private typealias Scan = (lanes: [Lane: SequenceScan], skipping: Set<Lane>, strangers: [Stranger])

    private let checker: Checker

    init(_ checker: Checker) {
        self.checker = checker
    }

    func violations() async throws -> [Violation] {
        let (lanes, skipping, strangers) = try await scan()
        var violations = try await unaccounted(strangers)
        for service in CaseLife.services {
            let own = lanes.filter { $0.key.service == service }
            let places = try await outbox(of: service)
            let published = Set(own.values.flatMap(\.ids))
            let lost = places.keys.filter { !published.contains($0) }.sorted()
            violations += lost.prefix(10).map { Violation(.nothingLost, "\(service.rawValue)'s \($0) is on no topic") }
            let invented = published.filter { places[$0] == nil }.sorted()
            violations += invented.prefix(10).map {
                Violation(.nothingInvented, "\(service.rawValue)'s \($0) is on a topic and in no outbox")
            }
            for (lane, scan) in own {
                // Requests for a replay have no order among instances; elsewhere the outbox's numbers alone decide, not
                // its clock. Skipped numbers leave gaps that were told.
                let tolerance: Duration = lane.topic == Topic.replay.name ? .days(1) : .days(-1)
                let found = scan.violations(hasGaps: skipping.contains(lane), places: places, tolerance: tolerance)
                violations += found.map { Violation(.inCommitOrder, "\(lane.topic)/\(lane.partition): \($0)") }
            }
        }
        return violations
    }

    func count() async throws -> (records: Int, copies: Int) {
        try await scan().lanes.values.reduce(into: (0, 0)) { sum, lane in
            sum.0 += lane.distinctCount + lane.copies
            sum.1 += lane.copies
        }
    }

    private func scan() async throws -> Scan {
        let reader = try KafkaReader(checker.kafka, logger: checker.logger)
        var lanes: [Lane: SequenceScan] = [:]
        var skipping: Set<Lane> = []
        var strangers: [Stranger] = []
        for topic in try await topics() {
            try await reader.readAll(topic) { records in
                for record in records {
                    guard let service = record.text("ce_source").flatMap(ServiceName.init(source:)),
                        let number = record.text("ce_sequence").flatMap(Int64.init), let id = record.text("ce_id")
                    else {
                        strangers.append(Stranger(record))
                        continue
                    }
                    let lane = Lane(topic: topic, partition: record.partition, service: service)
                    guard record.text("ce_type") != SequenceSkippedV1.contract.type else {
                        skipping.insert(lane)
                        continue
                    }
                    let key = record.key.map { String(decoding: $0, as: UTF8.self) } ?? id
                    lanes[lane, default: SequenceScan()].add(.init(number, id, key: key))
                }
            }
        }
        await reader.close()
        return (lanes, skipping, strangers)
    }

    /// What strangers sent is known by its source and id, or kept as a dead letter.
    private func unaccounted(_ strangers: [Stranger]) async throws -> [Violation] {
        guard !strangers.isEmpty else { return [] }
        let cluster = try await KafkaAdmin(checker.kafka, logger: checker.logger).clusterID()
        let rows = try await checker.pool.query(
            """
            select topic || '/' || partition || '/' || log_offset as known from intake.dead_letter
            where cluster_id = \(cluster)
            union all select source || ' ' || foreign_id from intake.foreign_inbox
            """
        )
        let known = Set(try rows.map { try $0.decode("known", as: String.self) })
        return strangers.filter { !known.contains($0.place) && !known.contains($0.name) }.prefix(10).map {
            Violation(.receivedIsAccountedFor, "the record at \($0.place) was neither taken nor kept")
        }
    }

    private func topics() async throws -> [String] {
        let outboxes = CaseLife.services.map { "select topic from \($0.rawValue).outbox" }
        return try await checker.pool.query(Query(unsafe: outboxes.joined(separator: " union ") + " order by 1"))
            .map { try $0.decode("topic") }
    }

    private func outbox(of service: ServiceName) async throws -> [String: SequenceScan.Place] {
        let rows = try await checker.pool.query(
            "select event_id::text as id, seq, created_at from \(unsafe: service.rawValue).outbox"
        )
        var places: [String: SequenceScan.Place] = [:]
        for row in rows {
            places[try row.decode("id")] = .init(number: try row.decode("seq"), writtenAt: try row.decode("created_at"))
        }
        return places
    }
}

extension IncomingRecord {
    /// The header's text; `nil` when it is absent or repeated.
    fileprivate func text(_ name: String) -> String? {
        let values = headers.filter { $0.name == name }
        guard values.count == 1, let value = values.first?.value else { return nil }
        return String(validating: value, as: UTF8.self)
    }
}
