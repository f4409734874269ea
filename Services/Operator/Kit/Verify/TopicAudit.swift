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
    }

    private struct Lane: Hashable {
        let source: String
        let partition: Int32
    }

    let kafka: KafkaConfiguration
    let database: DatabaseAudit

    func run() async throws -> Report {
        var logger = Logger(label: "verify")
        logger.logLevel = .critical
        let there = try await KafkaAdmin(kafka, logger: logger).topics()
        let reader = try KafkaReader(kafka, logger: logger)
        var report = Report()
        for topic in Catalogue.topics where there[topic.name] != nil {
            report.topics += 1
            try await scan(topic, reader, &report)
        }
        await reader.close()
        return report
    }

    private func scan(_ topic: Topic, _ reader: KafkaReader, _ report: inout Report) async throws {
        var lanes: [Lane: SequenceScan] = [:]
        var foreign: Set<String> = []
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
                    foreign.insert("\(source) \(id)")
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
        var places: [String: [String: Int64]] = [:]
        for (lane, scan) in lanes.sorted(by: { ($0.key.source, $0.key.partition) < ($1.key.source, $1.key.partition) })
        {
            guard let service = ServiceName(source: lane.source) else { continue }
            if places[lane.source] == nil {
                places[lane.source] = try await database.outbox(of: service.rawValue, topic: topic.name)
            }
            report.copies += scan.copies
            report.violations += scan.violations(hasGaps: topic.isCompacted, places: places[lane.source] ?? [:])
                .map { "\(topic.name)/\(lane.partition) of \(service.rawValue): \($0)" }
        }
    }

    private func judgeForeign(_ names: Set<String>, _ report: inout Report) async throws {
        let known = try await database.knownForeignMessages(service: ServiceName.intake.rawValue)
        for name in names.subtracting(known).sorted() {
            report.violations.append("record \(name) is on the topic and intake does not know it")
        }
    }
}

extension IncomingRecord {
    /// The header's text; `nil` when it is absent, repeated or not UTF-8.
    fileprivate func text(_ name: String) -> String? {
        let values = headers.filter { $0.name.lowercased() == name }
        guard values.count == 1, let value = values.first?.value else { return nil }
        return String(validating: value, as: UTF8.self)
    }
}
