/// A 128-bit identifier in the form of RFC 9562 (UUID).
///
/// New identifiers are version 7: they begin with the time in milliseconds, so they sort by age and
/// index well. Nothing here reads a clock or a random source: both are arguments.
package struct UniqueID: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Version 7 (RFC 9562, 5.7): 48 bits of Unix time in milliseconds, then 74 random bits.
    package static func version7(at time: Timestamp, random: (UInt64, UInt64)) -> UniqueID {
        let milliseconds = UInt64(clamping: time.microsecondsSinceEpoch / 1000) & 0xFFFF_FFFF_FFFF
        let high = milliseconds << 16 | 0x7000 | random.0 & 0x0FFF
        return UniqueID(high: high, low: random.1 & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    /// Version 7 with the system's random source.
    package static func version7(at time: Timestamp) -> UniqueID {
        var generator = SystemRandomNumberGenerator()
        return version7(at: time, random: (generator.next(), generator.next()))
    }

    /// Version 7 with a counter in place of the first random bits (RFC 9562, 6.2, method 1): ids made one after the other
    /// sort in that order.
    ///
    /// - Parameter counter: 4096 ids share a millisecond, further ones count as made in the next.
    package static func version7(at time: Timestamp, counter: Int) -> UniqueID {
        var generator = SystemRandomNumberGenerator()
        let shifted = time + .milliseconds(counter / 4096)
        return version7(at: shifted, random: (UInt64(counter % 4096), generator.next()))
    }

    /// Version 8 (RFC 9562, 5.8): the first 16 bytes of a digest, for identifiers that must be the same each time.
    ///
    /// - Parameter digest: at least 16 bytes; only the first 16 count.
    package static func version8(digest: some Collection<UInt8>) -> UniqueID {
        var words: [UInt64] = [0, 0]
        for (index, byte) in digest.prefix(16).enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        return UniqueID(
            high: words[0] & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
            low: words[1] & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        )
    }

    /// The version digit, 0 to 15.
    package var version: Int { Int(high >> 12 & 0xF) }

    /// The time inside a version 7 identifier; `nil` for any other version.
    package var time: Timestamp? {
        version == 7 ? Timestamp(microsecondsSinceEpoch: Int64(high >> 16) * 1000) : nil
    }

    /// The sixteen bytes in network order.
    package var bytes: [UInt8] {
        (0..<16).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - index % 8 * 8))
        }
    }
}

extension UniqueID: Comparable {
    package static func < (left: UniqueID, right: UniqueID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension UniqueID: LosslessStringConvertible {
    /// Accepts the 36-character form with hyphens, in either case; anything else is `nil`.
    package init?(_ text: String) {
        var words: [UInt64] = [0, 0]
        var digits = 0
        let characters = Array(text.utf8)
        guard characters.count == 36 else { return nil }
        for (index, character) in characters.enumerated() {
            if [8, 13, 18, 23].contains(index) {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Self.hexadecimalValue(character) else { return nil }
            words[digits / 16] = words[digits / 16] << 4 | digit
            digits += 1
        }
        self.init(high: words[0], low: words[1])
    }

    package var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        let alphabet = Array("0123456789abcdef".utf8)
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(alphabet[Int(byte >> 4)])
            text.append(alphabet[Int(byte & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func hexadecimalValue(_ character: UInt8) -> UInt64? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(character - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(character - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}

extension UniqueID: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = UniqueID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a UUID")
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
