import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Limits of parking", .serialized, .timeLimit(.minutes(2)))
struct ParkingLimitTests {
    private static func harness(rows: Int = 10, lanes: Int = 10) async throws -> ServiceHarness {
        var policy = ParkingPolicy()
        policy.rowsPerLane = rows
        policy.lanes = lanes
        return try await .journal(parking: policy)
    }

    @Test("given a full lane, when more of its key comes, then its partition stops there and all before it is taken")
    func stopsAtFullLane() async throws {
        let harness = try await Self.harness(rows: 3)
        let (stuck, other) = (CaseID.new(), CaseID.new())
        var records = try [harness.record(of: cancelled(stuck, "after the first"))]
        for number in 2...5 { records.append(try harness.record(of: cancelled(stuck, "\(number)"))) }
        records.insert(try harness.record(of: cancelled(other, "before")), at: 3)
        records.append(try harness.record(of: cancelled(other, "behind")))
        let ordered = records.enumerated().map { $1.placed(at: Int64($0)) }
        let report = try await harness.deliver(ordered)
        #expect(report.parked == 3)
        #expect(report.held == [ordered[4].topicPartition: 4])
        #expect(try await harness.entries(of: other) == ["before"])
        // Nothing is dropped: once there is room again, it goes on at the very message.
        try await harness.provideFirst(of: stuck)
        try await harness.retryParked()
        let rest = try await harness.deliver(Array(ordered[4...]))
        #expect(rest.held.isEmpty)
        #expect(try await harness.entries(of: stuck) == ["first", "after the first", "2", "3", "4", "5"])
        #expect(try await harness.entries(of: other) == ["before", "behind"])
    }

    @Test("given as many lanes as may be, when another key fails, then its partition stops and other partitions go on")
    func stopsAtLastLane() async throws {
        let harness = try await Self.harness(lanes: 2)
        let cases = (0..<3).map { _ in CaseID.new() }
        let records = try cases.map { try harness.record(of: cancelled($0, "too early")) }
        let fine = try harness.record(of: CancelCaseV1(caseID: .new(), reason: "sold"))
        let report = try await harness.deliver(records + [fine])
        #expect(report.parked == 2)
        #expect(report.done == 1)
        #expect(report.held == [records[2].topicPartition: records[2].offset])
        #expect(try await harness.count("select count(*) from parked_lane") == 2)
        #expect(try await harness.deliver([records[2]]).held.count == 1)
    }
}

extension IncomingRecord {
    /// The same record elsewhere in its partition, with the number that it should have there.
    fileprivate func placed(at offset: Int64) -> IncomingRecord {
        IncomingRecord(
            topic: topic,
            partition: partition,
            offset: offset,
            key: key,
            value: value,
            headers: headers.filter { $0.name != "ce_sequence" } + [KafkaHeader("ce_sequence", String(offset + 1))],
            timestamp: timestamp
        )
    }
}
