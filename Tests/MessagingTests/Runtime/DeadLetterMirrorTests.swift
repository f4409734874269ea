import Database
import Foundation
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Copies of what cannot be handled", .serialized, .timeLimit(.minutes(2)))
struct DeadLetterMirrorTests {
    private struct Copy {
        let topic: String
        let key: String
        let payload: [UInt8]
        let headers: JSONValue

        func header(_ name: String) -> String? { headers[name]?.stringValue }
    }

    private static func copies(_ harness: ServiceHarness) async throws -> [Copy] {
        try await harness.pool.query(
            "select topic, key, payload, headers from outbox where topic like '%.dlq.%' order by seq"
        ).map { row in
            Copy(
                topic: try row.decode("topic"),
                key: try row.decode("key"),
                payload: try row.decode("payload"),
                headers: try JSONParser.parse(Array(try row.decode("headers", as: JSONText.self).text.utf8))
            )
        }
    }

    @Test(
        "given rubbish, when it is kept, then its bytes and headers go to the dead letter topic once, with the reason"
    )
    func mirrorsLetter() async throws {
        let harness = try await ServiceHarness.journal()
        let headers = [
            KafkaHeader("ce_id", "x"), KafkaHeader("twice", "1"), KafkaHeader("twice", "2"),
            KafkaHeader(name: "raw", value: [0xC0, 0x00]), KafkaHeader(name: "none", value: nil),
        ]
        let record = IncomingRecord(
            topic: CancelCaseV1.contract.topic.name,
            partition: 4,
            offset: 9,
            key: [0xFF],
            value: [0xC0, 0x00, 0x7B],
            headers: headers
        )
        try await harness.deliver([record, record])
        try await harness.deliver([record])
        let copies = try await Self.copies(harness)
        #expect(copies.count == 1)
        let copy = try #require(copies.first)
        #expect(copy.topic == "aftercare.intake.case.commands.v1.dlq.aftercare.dispatch")
        #expect(copy.payload == [0xC0, 0x00, 0x7B])
        #expect(copy.header("dlq_code") == "not-a-cloudevent")
        #expect(copy.header("dlq_partition") == "4")
        #expect(copy.header("dlq_offset") == "9")
        #expect(copy.header("dlq_state") == "letter")
        #expect(copy.header("original_ce_id") == "x")
        #expect(copy.header("ce_source") == "//aftercare/dispatch")
        let others = try JSONParser.parse(Array(try #require(copy.header("dlq_headers_base64")).utf8))
        let expected: JSONValue = [
            ["name": "twice", "value": .string(Data("1".utf8).base64EncodedString())],
            ["name": "twice", "value": .string(Data("2".utf8).base64EncodedString())],
            ["name": "raw", "value": .string(Data([0xC0, 0x00]).base64EncodedString())],
            ["name": "none", "value": .null],
        ]
        #expect(others == expected)
    }

    @Test("given more bytes than an outbox takes, when they are kept, then the copy holds their head and says so")
    func mirrorsHead() async throws {
        let harness = try await ServiceHarness.journal()
        let value = [UInt8](repeating: 0x20, count: 300_000)
        let record = IncomingRecord(
            topic: CancelCaseV1.contract.topic.name,
            partition: 0,
            offset: 1,
            key: nil,
            value: value,
            headers: [KafkaHeader("big", String(repeating: "x", count: 100_000))]
        )
        try await harness.deliver([record])
        let copy = try #require(try await Self.copies(harness).first)
        #expect(copy.payload.count == 4096)
        #expect(copy.header("dlq_bytes") == "300000")
        #expect(copy.header("dlq_truncated")?.contains("dispatch.dead_letter") == true)
        #expect(copy.header("dlq_headers_truncated") == "true")
        #expect(try await harness.count("select octet_length(value) from dead_letter") == 300_000)
    }

    @Test("given a lane that dies, when it does, then all its messages are copied once, also those that come later")
    func mirrorsLane() async throws {
        var policy = ParkingPolicy()
        policy.attempts = 2
        let harness = try await ServiceHarness.journal(parking: policy)
        let caseID = CaseID.new()
        let records = try ["too early", "2", "3"].map { try harness.record(of: cancelled(caseID, $0)) }
        try await harness.deliver(Array(records[..<2]))
        try await harness.retryParked()
        #expect(try await Self.copies(harness).isEmpty)
        try await harness.retryParked()
        var copies = try await Self.copies(harness)
        #expect(copies.map(\.payload) == records[..<2].map(\.value))
        #expect(copies.map { $0.header("dlq_attempts") } == ["2", "0"])
        #expect(
            copies.map { $0.header("dlq_reason") } == [
                "something else must come first", "waits behind an earlier message of its key",
            ]
        )
        #expect(copies.map(\.key) == [caseID.description, caseID.description])
        try await harness.deliver([records[2]])
        copies = try await Self.copies(harness)
        #expect(copies.map(\.payload) == records.map(\.value))
        let numbers = copies.map { $0.header("dlq_offset") }
        #expect(numbers == records.map { String($0.offset) })
    }
}
