import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

/// Thousands of damaged records through the real processor: each is kept and explained, and no other key suffers.
@Suite("Damaged records", .timeLimit(.minutes(3)))
struct MutationTests {
    @Test(
        "given good records damaged at random, when they are processed, then each has one end and other keys go through",
        arguments: [UInt64(20_261), 7]
    )
    func survivesMutations(seed: UInt64) async throws {
        let harness = try await ServiceHarness.journal()
        var chance = SeededChance(seed: seed)
        var sound = 0
        var bad = 0
        for batch in 0..<15 {
            var records: [IncomingRecord] = []
            for index in 0..<100 {
                let offset = Int64(batch * 200 + index)
                let original = try Self.foreignCommand(harness, number: offset)
                records.append(Mutation.apply(original, offset: offset, &chance))
            }
            let caseID = CaseID.new()
            for number in 1...3 { records.append(try harness.record(of: cancelled(caseID, "\(number)"))) }
            let report = try await harness.deliver(records)
            let ends = report.done + report.rejected + report.parked + report.deadLettered + report.copies
            #expect(ends == 103, "seed \(seed), batch \(batch)")
            #expect(try await harness.entries(of: caseID) == ["1", "2", "3"], "seed \(seed), batch \(batch)")
            sound += report.done
            bad += report.rejected + report.deadLettered
        }
        #expect(bad > 500, "seed \(seed)")
        #expect(sound > 45, "seed \(seed)")
        #expect(try await harness.count("select count(*) from dead_letter where code = '' or reason = ''") == 0)
        #expect(try await harness.count("select count(*) from parked_lane") == 0)
        // Every refused command has its outcome.
        let refused = try await harness.sent(CommandRejectedV1.self).count
        let noted = try await harness.count("select count(*) from foreign_inbox where outcome = 'rejected'")
        #expect(refused == noted, "seed \(seed)")
    }

    @Test("given the worst that a topic may hold, when it arrives with good records, then it is kept with its reason")
    func keepsTheWorst() async throws {
        let harness = try await ServiceHarness.journal()
        let good = try Self.foreignCommand(harness, number: 0)
        func with(_ value: [UInt8]?, _ headers: [KafkaHeader]? = nil, offset: Int64) -> IncomingRecord {
            IncomingRecord(
                topic: good.topic,
                partition: 0,
                offset: offset,
                key: nil,
                value: value,
                headers: headers ?? good.headers.map { $0.name == "ce_id" ? KafkaHeader("ce_id", "\(offset)") : $0 }
            )
        }
        let nested = Array((String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)).utf8)
        let structured = [KafkaHeader("content-type", "application/cloudevents+json")]
        let worst = [
            with([UInt8](repeating: 0x41, count: 20_000_000), offset: 1), with(nested, offset: 2),
            with([0xFF, 0xFE, 0xC0, 0x80], offset: 3), with(nil, offset: 4), with([], offset: 5),
            with(Array(#"{"caseID":"\ud800"}"#.utf8), offset: 6), with(Array(#"{"a":1,"a":2}"#.utf8), offset: 7),
            with(nested, structured, offset: 8), with(Array("null".utf8), structured, offset: 9),
            with(Array("{}".utf8), good.headers + [KafkaHeader("ce_id", "twice")], offset: 10),
            with(Array(#"{"caseID":"\u0000"}"#.utf8), offset: 11), with(Array("1e999999999".utf8), offset: 12),
        ]
        let caseID = CaseID.new()
        let report = try await harness.deliver(worst + [try harness.record(of: cancelled(caseID, "fine"))])
        #expect(report.done == 1)
        #expect(report.rejected + report.deadLettered == worst.count)
        #expect(try await harness.entries(of: caseID) == ["fine"])
        let sizes = try await harness.pool.query("select max(octet_length(value))::bigint as size from dead_letter")
        #expect(try sizes[0].decode("size", as: Int64.self) == 20_000_000)
    }

    private static func foreignCommand(_ harness: ServiceHarness, number: Int64) throws -> IncomingRecord {
        IncomingRecord(
            topic: CancelCaseV1.contract.topic.name,
            partition: 0,
            offset: number,
            key: nil,
            value: try CancelCaseV1(caseID: .new(), reason: "sold").jsonBytes(),
            headers: [
                KafkaHeader("ce_specversion", "1.0"), KafkaHeader("ce_id", "order \(number)"),
                KafkaHeader("ce_source", "urn:shop"), KafkaHeader("ce_type", CancelCaseV1.contract.type),
                KafkaHeader("content-type", "application/json"),
            ]
        )
    }
}

/// The same numbers for the same seed.
struct SeededChance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// One way to damage a record.
private enum Mutation: CaseIterable {
    case untouched, flipBit, cut, insert, nothing, headerGone, headerTwice, headerDamaged, key, tombstone, ownSource,
        type

    static func apply(_ record: IncomingRecord, offset: Int64, _ chance: inout SeededChance) -> IncomingRecord {
        var key = record.key
        var value = record.value ?? []
        var headers = record.headers
        let place = Int.random(in: 0..<headers.count, using: &chance)
        let at = Int.random(in: 0..<value.count, using: &chance)
        let mutation = allCases.randomElement(using: &chance) ?? .untouched
        switch mutation {
        case .untouched, .tombstone: break
        case .flipBit: value[at] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
        case .cut: value.removeSubrange(at...)
        case .insert: value.insert(contentsOf: (0..<3).map { _ in .random(in: 0...255, using: &chance) }, at: at)
        case .nothing: value = []
        case .headerGone: headers.remove(at: place)
        case .headerTwice: headers.append(headers[place])
        case .headerDamaged:
            var bytes = headers[place].value ?? []
            bytes[Int.random(in: 0..<bytes.count, using: &chance)] = .random(in: 0...255, using: &chance)
            headers[place] = KafkaHeader(name: headers[place].name, value: bytes)
        case .key: key = (0..<8).map { _ in .random(in: 0...255, using: &chance) }
        case .ownSource:
            headers = headers.map { $0.name == "ce_source" ? KafkaHeader("ce_source", "//aftercare/intake") : $0 }
        case .type:
            headers = headers.map { $0.name == "ce_type" ? KafkaHeader("ce_type", "aftercare.intake.x.v9") : $0 }
        }
        return IncomingRecord(
            topic: record.topic,
            partition: record.partition,
            offset: offset,
            key: key,
            value: mutation == .tombstone ? nil : value,
            headers: headers
        )
    }
}
