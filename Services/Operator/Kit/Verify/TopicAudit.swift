import Logging
import Messages
import Messaging

/// Reads every topic from its first record and compares it with what the senders wrote.
struct TopicAudit: Sendable {
    struct Report: Sendable {
        var topics = 0
        var records = 0
        var copies = 0
        /// Records that are no message of the suite: an integrator's, or rubbish.
        var foreign = 0
        var violations: [String] = []

        mutating func add(_ other: Report) {
            topics += other.topics
            records += other.records
            copies += other.copies
            foreign += other.foreign
            violations += other.violations
        }
    }

    private struct Lane: Hashable {
        let source: String
        let partition: Int32
    }

    let kafka: KafkaConfiguration
    let database: DatabaseAudit

    /// How many topics are read at once.
    private static let readers = 4

    func run() async throws -> Report {
        var logger = Logger(label: "verify")
        logger.logLevel = .critical
        let there = try await KafkaAdmin(kafka, logger: logger).topics()
        let topics = (Catalogue.topics + Catalogue.deadLetterTopics).filter { there[$0.name] != nil }
        return try await withThrowingTaskGroup(of: Report.self) { [logger] group in
            for lane in 0..<Self.readers {
                group.addTask {
                    let reader = try KafkaReader(kafka, logger: logger)
                    var report = Report()
                    for index in stride(from: lane, to: topics.count, by: Self.readers) {
                        report.topics += 1
                        try await scan(topics[index], reader, &report)
                    }
                    await reader.close()
                    return report
                }
            }
            return try await group.reduce(into: Report()) { $0.add($1) }
        }
    }

    private func scan(_ topic: Topic, _ reader: KafkaReader, _ report: inout Report) async throws {
        var lanes: [Lane: SequenceScan] = [:]
        var foreign: [String: Set<String>] = [:]
        var records = 0
        try await reader.readAll(topic.name) { batch in
            records += batch.count
            for record in batch {
                let source = record.text("ce_source") ?? ""
                if ServiceName(source: source) != nil, let number = record.text("ce_sequence").flatMap(Int64.init),
                    let id = record.text("ce_id")
                {
                    let key = record.key.map { String(decoding: $0, as: UTF8.self) } ?? id
                    lanes[Lane(source: source, partition: record.partition), default: SequenceScan()]
                        .add(.init(number, id, key: key))
                } else if let id = record.text("ce_id"), record.text("ce_type") == OpenRepairRecordV1.contract.type {
                    foreign["\(source) \(id)", default: []].insert("\(record.partition)/\(record.offset)")
                }
            }
        }
        report.records += records
        try await judge(topic, lanes, &report)
        report.foreign += records - lanes.values.reduce(0) { $0 + $1.distinctCount + $1.copies }
        if topic.name == OpenRepairRecordV1.contract.topic.name {
            try await judgeForeign(foreign, &report)
        }
    }

    private func judge(_ topic: Topic, _ lanes: [Lane: SequenceScan], _ report: inout Report) async throws {
        var places: [String: [String: SequenceScan.Place]] = [:]
        for (lane, scan) in lanes.sorted(by: { ($0.key.source, $0.key.partition) < ($1.key.source, $1.key.partition) })
        {
            guard let service = ServiceName(source: lane.source) else { continue }
            if places[lane.source] == nil {
                places[lane.source] = try await database.outbox(of: service.rawValue, topic: topic.name)
            }
            report.copies += scan.copies
            // Requests that reach the gateway side by side have no order among themselves.
            let tolerance: Duration = service == .gateway ? .seconds(5) : .zero
            let found = scan.violations(
                hasGaps: topic.isCompacted,
                places: places[lane.source] ?? [:],
                tolerance: tolerance
            )
            report.violations += found.map { "\(topic.name)/\(lane.partition) of \(service.rawValue): \($0)" }
        }
    }

    /// - Parameter places: partition and offset of every record, by source and id.
    private func judgeForeign(_ places: [String: Set<String>], _ report: inout Report) async throws {
        let intake = ServiceName.intake.rawValue
        let known = try await database.knownForeignMessages(service: intake)
        let kept = try await database.deadLetterPlaces(service: intake, topic: OpenRepairRecordV1.contract.topic.name)
        for (name, places) in places.sorted(by: { $0.key < $1.key })
        where !known.contains(name) && places.isDisjoint(with: kept) {
            report.violations.append("record \(name) is on the topic and intake does not know it")
        }
    }
}
