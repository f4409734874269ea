import Database
import Messages
import TestKit
import Testing
import Vocabulary

@testable import Messaging

@Suite("Whether a log still is the one that was read", .timeLimit(.minutes(3)))
struct LogAuditTests {
    static let partition = TopicPartition(topic: "visits", partition: 0)

    private func record(_ offset: Int64, _ text: String, topic: String = "visits") -> IncomingRecord {
        IncomingRecord(topic: topic, partition: 0, offset: offset, key: nil, value: Array(text.utf8))
    }

    @Test("given the record that was applied last, when it is still there, then it is dropped and reading goes on")
    func confirms() {
        var audit = LogAudit()
        let starts = audit.begin([Self.partition], marks: [Self.partition: ReadMark(record(4, "four"))])
        #expect(starts.map(\.offset) == [4])
        let (fresh, changed) = audit.sift([record(4, "four"), record(5, "five")])
        #expect(fresh.map(\.offset) == [5])
        #expect(changed.isEmpty)
        let later = audit.sift([record(6, "six")])
        #expect(later.fresh.count == 1)
    }

    @Test(
        "given another record in its place, when it is read, then the log is another one and nothing of it is applied"
    )
    func noticesOther() {
        var audit = LogAudit()
        _ = audit.begin([Self.partition], marks: [Self.partition: ReadMark(record(4, "four"))])
        let (fresh, changed) = audit.sift([record(4, "quatre"), record(5, "cinq")])
        #expect(fresh.isEmpty)
        #expect(changed == [Self.partition])
        audit.restart(Self.partition)
        let again = audit.sift([record(0, "zéro")])
        #expect(again.fresh.count == 1)
    }

    @Test("given a log of snapshots, when compaction has taken the record, then reading goes on")
    func allowsCompaction() {
        let topic = "aftercare.parts.stock.state.v1"
        let partition = TopicPartition(topic: topic, partition: 0)
        var audit = LogAudit()
        _ = audit.begin([partition], marks: [partition: ReadMark(record(4, "four", topic: topic))])
        let (fresh, changed) = audit.sift([record(7, "seven", topic: topic)])
        #expect(fresh.map(\.offset) == [7])
        #expect(changed.isEmpty)
    }

    @Test("given nothing noted, when reading begins, then it begins at the beginning; a bare offset is trusted")
    func begins() {
        var audit = LogAudit()
        let fresh = audit.begin([Self.partition], marks: [:])
        #expect(fresh.map(\.offset) == [.beginning])
        let bare = [Self.partition: ReadMark(offset: 6, digest: nil)]
        let trusted = audit.begin([Self.partition], marks: bare)
        #expect(trusted.map(\.offset) == [7])
    }

    @Test(
        "given a position that the broker does not have, when its log is looked at, then the case is told from the others",
        arguments: [
            (10, 20, LogAudit.Remedy.overtaken(first: 5, resume: 10)), (0, 3, .changed), (0, 0, .changed),
            (5, 9, .resume(at: 5)), (5, 5, .resume(at: 5)), (0, 9, .resume(at: 5)),
        ]
    )
    func remedies(low: Int64, high: Int64, expected: LogAudit.Remedy) {
        var audit = LogAudit()
        _ = audit.begin([Self.partition], marks: [Self.partition: ReadMark(record(4, "four"))])
        #expect(audit.remedy(for: Self.partition, low: low, high: high) == expected)
    }

    @Test("given records that differ in one byte, a header or a border, when they are compared, then none is another")
    func digests() {
        let header = [KafkaHeader("a", "b")]
        let records = [
            IncomingRecord(topic: "t", partition: 0, offset: 0, key: [1], value: [2, 3]),
            IncomingRecord(topic: "t", partition: 0, offset: 0, key: [1, 2], value: [3]),
            IncomingRecord(topic: "t", partition: 0, offset: 0, key: nil, value: [1, 2, 3]),
            IncomingRecord(topic: "t", partition: 0, offset: 0, key: [], value: [1, 2, 3]),
            IncomingRecord(topic: "t", partition: 0, offset: 0, key: [1], value: [2, 3], headers: header),
        ]
        #expect(Set(records.map(\.fingerprint)).count == records.count)
        #expect(records[0].fingerprint.count == 64)
    }

    // MARK: On a broker

    @Test(
        "given a topic that was made anew under the same cluster, when it is read, then from its start and with an alarm"
    )
    func readsNewLog() async throws {
        let service = try await ListeningService(partitions: 1)
        let harness = service.harness
        let caseID = CaseID.new()
        try await service.publish((1...5).map { (caseID, "\($0)") })
        try await service.running([service.consumer()]) {
            try await eventually(within: .seconds(30)) { try await service.written() == 5 }
        }
        #expect(try await harness.count("select count(*) from consumer_offset where last_event is not null") == 1)
        // The record that was applied last was another one.
        _ = try await harness.pool.execute("update consumer_offset set next_offset = 3, last_digest = 'another'")
        try await service.publish([(caseID, "6")])
        try await service.running([service.consumer()]) {
            try await eventually(within: .seconds(30)) { try await service.written() == 6 }
        }
        #expect(try await harness.entries(of: caseID) == (1...6).map(String.init))
        #expect(try await harness.gaps() == ["log-changed 3-?"])
        #expect(harness.processor.state.concern?.contains("is another one") == true)
        #expect(try await harness.count("select next_offset from consumer_offset") == 6)
    }

    @Test("given a log that ends before what was read, when it is read, then from its start and with an alarm")
    func readsEmptiedLog() async throws {
        let service = try await ListeningService(partitions: 1)
        let caseID = CaseID.new()
        _ = try await service.harness.pool.execute(
            """
            insert into consumer_offset (topic, partition, cluster_id, next_offset, last_digest)
            values (\(ListeningService.topic), 0, \(service.broker.clusterID), 900, 'gone')
            """
        )
        try await service.publish([(caseID, "1"), (caseID, "2")])
        try await service.running([service.consumer()]) {
            try await eventually(within: .seconds(30)) { try await service.written() == 2 }
        }
        #expect(try await service.harness.gaps() == ["log-changed 900-?"])
    }

    @Test("given messages that the broker dropped unread, when reading goes on, then the lost offsets are written down")
    func notesOvertaken() async throws {
        let service = try await ListeningService(partitions: 1)
        let harness = service.harness
        let caseID = CaseID.new()
        try await service.publish([(caseID, "1")])
        try await service.running([service.consumer()]) {
            try await eventually(within: .seconds(30)) { try await service.written() == 1 }
        }
        // The development broker keeps 5 MiB; what repeats itself would be compressed.
        var state: UInt64 = 7
        let big = (0..<400_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        for _ in 0..<20 {
            try await service.publish(records: [
                OutgoingRecord(topic: ListeningService.topic, partition: 0, key: nil, value: big)
            ])
        }
        try await service.running([service.consumer()]) {
            try await eventually(within: .seconds(30)) {
                try await harness.count("select coalesce(max(next_offset), 0) from consumer_offset") == 21
            }
        }
        let gaps = try await harness.gaps()
        #expect(gaps.count == 1)
        #expect(gaps.first?.hasPrefix("overtaken 1-") == true)
        #expect(harness.processor.state.concern?.contains("dropped unread messages") == true)
    }
}

extension ServiceHarness {
    func gaps() async throws -> [String] {
        try await pool.query("select kind, from_offset, to_offset from consumer_gap order by id").map { row in
            let last = try row.decode("to_offset", as: Int64?.self).map(String.init) ?? "?"
            return "\(try row.decode("kind", as: String.self)) \(try row.decode("from_offset", as: Int64.self))-\(last)"
        }
    }
}
