import Messages
import Testing

/// SplitMix64 (Steele, Lea, Flood 2014): the same bytes for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

@Suite("Reading hostile bytes")
struct JSONParserFuzzTests {
    /// Whatever comes: a value that survives writing and reading, or a fault inside the text.
    private func check(_ bytes: [UInt8]) {
        do {
            let value = try JSONParser.parse(bytes)
            #expect(throws: Never.self) {
                let again = try JSONParser.parse(value.bytes)
                if again != value { throw JSONParserFuzzFault.changed }
            }
        } catch {
            if !(0...bytes.count).contains(error.offset) { Issue.record("offset \(error.offset) of \(bytes.count)") }
        }
    }

    private enum JSONParserFuzzFault: Error { case changed }

    @Test("given random bytes, when they are read, then nothing crashes", arguments: 1...8)
    func survivesNoise(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<500 {
            check(
                (0..<Int.random(in: 0...64, using: &generator)).map { _ in
                    UInt8.random(in: .min ... .max, using: &generator)
                }
            )
        }
    }

    @Test(
        "given random arrangements of JSON's own characters, when they are read, then nothing crashes",
        arguments: 1...8
    )
    func survivesGrammarNoise(seed: Int) {
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d83d", "0", "-", "1", ".", "e", "null", "é", " ",
        ]
        var generator = SeededGenerator(seed: UInt64(seed) << 32)
        for _ in 0..<500 {
            let count = Int.random(in: 1...40, using: &generator)
            let text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
            check(Array(text.utf8))
        }
    }

    @Test("given real messages with a few bytes changed, when they are read and checked, then nothing crashes")
    func survivesMutation() throws {
        var generator = SeededGenerator(seed: 20_261_121)
        for golden in Samples.goldens {
            let original = try golden.bytes()
            for _ in 0..<20 {
                var bytes = original
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
                        in: .min ... .max,
                        using: &generator
                    )
                }
                if Bool.random(using: &generator) {
                    bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
                }
                check(bytes)
                guard let document = try? JSONParser.parse(bytes) else { continue }
                let faults = golden.message.contract.schema.faults(in: document, openness: .closed)
                guard faults.isEmpty else { continue }
                #expect(throws: Never.self) { _ = try golden.message.decode(bytes) }
            }
        }
    }
}
