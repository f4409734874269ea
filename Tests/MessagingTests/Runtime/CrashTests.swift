import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Messages that end the process", .serialized, .timeLimit(.minutes(2)))
struct CrashTests {
    @Test(
        "given a message that ends every process, when processes follow each other, then it alone is parked, and dead"
    )
    func findsTheMessage() async throws {
        let harness = try await ServiceHarness.journal()
        let (bad, good) = (CaseID.new(), CaseID.new())
        var records = try (1...6).map { try harness.record(of: cancelled(good, "\($0)")) }
        records.insert(try harness.record(of: cancelled(bad, "end of the process")), at: 3)
        records = records.enumerated().map { index, record in
            IncomingRecord(
                topic: record.topic,
                partition: 0,
                offset: Int64(index),
                key: record.key,
                value: record.value,
                headers: record.headers.filter { $0.name != "ce_sequence" }
                    + [KafkaHeader("ce_sequence", String(index + 1))]
            )
        }
        var ends = 0
        var report = BatchReport()
        var rest = records[...]
        while true {
            do {
                report = try await harness.anotherProcess().process(Array(rest), clusterID: "test")
                break
            } catch is CancellationError {
                ends += 1
                try #require(ends < 10)
                // The next process goes on behind what was committed.
                let next = try await harness.pool.query("select max(next_offset) as next from consumer_offset")[0]
                    .decode("next", as: Int64?.self)
                rest = records[Int(next ?? 0)...]
            }
        }
        #expect(ends == 4)
        #expect(report.parked == 1)
        #expect(try await harness.entries(of: good) == ["1", "2", "3", "4", "5", "6"])
        let lane = try await harness.pool.query("select state, code from parked_lane")[0]
        let facts = [try lane.decode("state", as: String.self), try lane.decode("code", as: String.self)]
        #expect(facts == ["dead", "crashed-the-service"])
        #expect(try await harness.count("select count(*) from batch_marker") == 0)
        #expect(try await harness.count("select count(*) from outbox where topic like '%.dlq.%'") == 1)
    }

    @Test("given a parked message that ends every process, when three have ended over it, then its lane is dead")
    func findsTheLane() async throws {
        let harness = try await ServiceHarness.journal()
        let (bad, other) = (CaseID.new(), CaseID.new())
        try await harness.deliver([
            harness.record(of: cancelled(bad, "after the first")), harness.record(of: cancelled(other, "too early")),
        ])
        let waiting = try cancelled(bad, "end of the process").jsonBytes()
        _ = try await harness.pool.execute(
            "update parked_message set value = \(waiting) where key = \(bad.description)"
        )
        var ends = 0
        for _ in 0..<4 {
            try await harness.makeLanesDue()
            do {
                try await ParkedLanes(processor: harness.anotherProcess(), logger: TestLog.quiet).retryDue()
            } catch is CancellationError {
                ends += 1
            }
        }
        #expect(ends == 3)
        let lane = try await harness.pool.query("select state, code from parked_lane where key = \(bad.description)")[0]
        let facts = [try lane.decode("state", as: String.self), try lane.decode("code", as: String.self)]
        #expect(facts == ["dead", "crashed-the-service"])
        #expect(try await harness.count("select attempts from parked_lane where key = \(other.description)") >= 1)
    }

    @Test(
        "given a process that was stopped in the middle of its first batch once, when it comes again, then all goes on"
    )
    func forgivesOneEnd() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let records = try (1...3).map { try harness.record(of: cancelled(caseID, "\($0)")) }
        _ = try await harness.pool.execute(
            """
            insert into batch_marker (topic, partition, log_offset, process, is_single)
            values (\(records[0].topic), 0, \(records[0].offset), gen_random_uuid(), false)
            """
        )
        #expect(try await harness.anotherProcess().process(records, clusterID: "test").done == 3)
        #expect(try await harness.count("select count(*) from batch_marker") == 0)
    }
}
