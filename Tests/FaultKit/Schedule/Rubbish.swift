import Logging
import Messages
import Messaging
import Vocabulary

/// What should never stand on a topic: bytes that are no JSON, unknown versions, missing keys, doubled headers, flipped
/// bits.
///
/// It names a source of its own and no number: forging a service's numbers is for the broker's access control to prevent.
struct Rubbish: Sendable {
    static let source = "https://rubbish.example"

    let kafka: KafkaConfiguration
    let logger: Logger
    let seed: UInt64

    func send(_ count: Int) async throws {
        var random = SeededRandom(seed: seed)
        let records = (0..<count).map { record($0, &random) }
        let cluster = try await KafkaAdmin(kafka, logger: logger).clusterID()
        let producer = try KafkaProducer(kafka, cluster: cluster, logger: logger)
        let results = await producer.produce(records)
        await producer.close(flush: .seconds(1))
        for result in results { _ = try result.get() }
    }

    private func record(_ number: Int, _ random: inout SeededRandom) -> OutgoingRecord {
        let id = CaseID(.version7(at: .now, random: (random.next(), random.next())))
        var key: [UInt8]? = Array(id.description.utf8)
        var value: [UInt8]? = (try? StepV1(caseID: id, number: 1, action: .move, until: nil).jsonBytes()) ?? []
        var headers = [
            KafkaHeader("ce_specversion", "1.0"), KafkaHeader("ce_id", "rubbish-\(seed)-\(random.next())"),
            KafkaHeader("ce_source", Self.source), KafkaHeader("ce_type", StepV1.contract.type),
            KafkaHeader("ce_time", Timestamp.now.description), KafkaHeader("content-type", "application/json"),
        ]
        switch number % 9 {
        case 0: value = Array("{\"caseID\": 17, ".utf8)
        case 1: headers[3] = KafkaHeader("ce_type", "aftercare.faults.step.v9")
        case 2: value = [UInt8](repeating: 0x20, count: 900_000)
        case 3: (key, value) = (nil, Array("null".utf8))
        case 4: value = nil
        case 5: headers.append(headers[1])
        case 6: headers[1] = KafkaHeader(name: "ce_id", value: [0xFF, 0xFE, 0x00])
        case 7: headers = []
        default: value = flipped(value ?? [], &random)
        }
        return OutgoingRecord(
            topic: StepV1.contract.topic.name,
            partition: key == nil ? Int32(number % 12) : OutgoingRecord.anyPartition,
            key: key,
            value: value,
            headers: headers
        )
    }

    /// Breaks the opening brace and some bits more.
    private func flipped(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        if !bytes.isEmpty { bytes[0] ^= 0x80 }
        for _ in 0..<4 where !bytes.isEmpty {
            bytes[Int(random.next() % UInt64(bytes.count))] ^= 1 << UInt8(random.next() % 8)
        }
        if !bytes.isEmpty { bytes[0] |= 0x80 }
        return bytes
    }
}
