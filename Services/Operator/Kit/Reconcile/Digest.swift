import Vocabulary

/// How many messages, and the exclusive or of their ids: two sets with one digest are the same set.
///
/// The 62 random bits of a version 7 id make an accident impossible in practice; what is removed and what is added
/// shows alike, whatever order it was read in.
package struct Digest: Equatable, Sendable {
    package private(set) var count: Int64 = 0
    package private(set) var hash: UInt64 = 0

    package init(count: Int64 = 0, hash: UInt64 = 0) {
        self.count = count
        self.hash = hash
    }

    package mutating func add(_ id: UniqueID) {
        count += 1
        hash ^= id.low
    }
}

/// A set of sequence numbers, one bit for each: a million messages take little more than 100 KiB.
package struct SequenceSet: Sendable {
    private static let chunkBits: Int64 = 1 << 16
    private var chunks: [Int64: [UInt64]] = [:]

    package init() {}

    /// Whether the number is new here.
    package mutating func insert(_ number: Int64) -> Bool {
        let (chunk, bit) = number.quotientAndRemainder(dividingBy: Self.chunkBits)
        let (word, mask) = (Int(bit / 64), UInt64(1) << UInt64(bit % 64))
        let isNew = chunks[chunk, default: Array(repeating: 0, count: 1024)][word] & mask == 0
        if isNew { chunks[chunk, default: Array(repeating: 0, count: 1024)][word] |= mask }
        return isNew
    }
}

/// An hour since 1970 in UTC, by the time inside an id: both sides know it without asking each other.
package struct Hour: Hashable, Comparable, Sendable {
    package let number: Int64

    package init(_ number: Int64) {
        self.number = number
    }

    package init(of time: Timestamp) {
        number = time.microsecondsSinceEpoch / 3_600_000_000
    }

    package var start: Timestamp { Timestamp(microsecondsSinceEpoch: number * 3_600_000_000) }
    package static func < (left: Hour, right: Hour) -> Bool { left.number < right.number }
}
