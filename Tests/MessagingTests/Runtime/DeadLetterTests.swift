import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("What is not a message", .timeLimit(.minutes(2)))
struct DeadLetterTests {
    static let rubbish: [(name: String, value: [UInt8]?, headers: [KafkaHeader], code: String)] = {
        let event = [
            KafkaHeader("ce_specversion", "1.0"), KafkaHeader("ce_id", "x-1"), KafkaHeader("ce_source", "urn:partner"),
            KafkaHeader("ce_type", CaseCancelledV1.contract.type),
        ]
        func with(_ name: String, _ value: String) -> [KafkaHeader] {
            event.filter { $0.name != name } + [KafkaHeader(name, value)]
        }
        return [
            ("no headers", [0xFF, 0x00, 0x13], [], "not-a-cloudevent"),
            ("tombstone", nil, event, "tombstone"),
            ("old version of the envelope", [], with("ce_specversion", "0.3"), "not-a-cloudevent"),
            ("unknown type", Array("{}".utf8), with("ce_type", "com.example.other"), "unknown-type"),
            (
                "later major version", Array("{}".utf8), with("ce_type", "aftercare.intake.case-cancelled.v9"),
                "unknown-type"
            ),
            ("not JSON", Array("{".utf8), event, "schema"),
            ("schema broken", Array(#"{"caseID":7}"#.utf8), event, "schema"),
            ("same header twice", Array("{}".utf8), event + [KafkaHeader("ce_id", "x-2")], "duplicate-header"),
            (
                "header not UTF-8", Array("{}".utf8), event + [KafkaHeader(name: "ce_subject", value: [0xC0])],
                "bad-header"
            ),
            ("own source without number", Array("{}".utf8), with("ce_source", "//aftercare/intake"), "bad-sequence"),
            ("too large", [UInt8](repeating: 0x20, count: 300_000), event, "too-large"),
            (
                "what only a service may say",
                Array(
                    #"{"caseID":"01a20086-a0c1-74d6-8e66-c67db234da77","reason":"x","cancelledAt":"2026-01-01T00:00:00Z"}"#
                        .utf8
                ),
                event, "foreign-source"
            ),
            ("bad time", Array("{}".utf8), event + [KafkaHeader("ce_time", "yesterday")], "bad-time"),
            (
                "structured without data", Array(#"{"specversion":"1.0","id":"1","source":"a","type":"b"}"#.utf8),
                [KafkaHeader("content-type", "application/cloudevents+json")], "no-data"
            ),
        ]
    }()

    @Test(
        "given rubbish, when it arrives, then its bytes are kept with the reason and others go on",
        arguments: 0..<rubbish.count
    )
    func keepsRubbish(_ index: Int) async throws {
        let (name, value, headers, code) = Self.rubbish[index]
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let good = try harness.record(of: cancelled(caseID, "fine"))
        let bad = IncomingRecord(topic: good.topic, partition: 0, offset: 77, key: nil, value: value, headers: headers)
        let report = try await harness.deliver([bad, good, bad])
        #expect(report.deadLettered >= 1, "\(name)")
        #expect(report.done == 1)
        let rows = try await harness.pool.query("select code, value from dead_letter")
        let codes = try rows.map { try $0.decode("code", as: String.self) }
        #expect(codes == [code])
        #expect(try rows[0].decode("value", as: [UInt8]?.self) == value)
        #expect(try await harness.entries(of: caseID) == ["fine"])
    }

    @Test("given an integrator's event in structured mode, when it arrives twice, then it counts once (BX-01)")
    func readsStructured() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        let body = String(decoding: try CancelCaseV1(caseID: caseID, reason: "sold").jsonBytes(), as: UTF8.self)
        let text = """
            {"specversion":"1.0","id":"order 7/3","source":"urn:shop","type":"\(CancelCaseV1.contract.type)","data":\(body)}
            """
        let record = IncomingRecord(
            topic: CancelCaseV1.contract.topic.name,
            partition: 3,
            offset: 1,
            key: nil,
            value: Array(text.utf8),
            headers: [KafkaHeader("content-type", "application/cloudevents+json; charset=utf-8")]
        )
        try await harness.deliver([record])
        let again = try await harness.deliver([record])
        #expect(again.copies == 1)
        #expect(try await harness.entries(of: caseID) == ["sold"])
        #expect(try await harness.sent(CommandCompletedV1.self).count == 1)
    }
}
