import Database
import Vocabulary

/// Which number each sender's next message must have, per partition.
///
/// A relay numbers what it publishes without gaps and publishes the same numbers again after a crash, a take-over or the
/// loss of the broker. So a lower number is a copy and a higher one means that something is missing.
struct SequenceTracker: Sendable {
    struct Lane: Hashable, Sendable, Comparable {
        let topic: String
        let partition: Int32
        let source: String

        static func < (left: Lane, right: Lane) -> Bool {
            (left.topic, left.partition, left.source) < (right.topic, right.partition, right.source)
        }
    }

    enum Verdict: Equatable, Sendable {
        case next, copy, ahead
    }

    struct Position: Equatable, Sendable {
        var expected: Int64
        /// The highest number that came too early: as long as it is not reached, something is missing.
        var gap: Int64?
        var lastRequest: Timestamp?
        /// Whether a request to publish again is due.
        var asksAgain = false
    }

    private(set) var positions: [Lane: Position]
    private let now: Timestamp
    /// How long a request may take before it is repeated.
    static let patience: Duration = .seconds(15)

    init(positions: [Lane: Position], now: Timestamp) {
        self.positions = positions
        self.now = now
    }

    /// Judges one number and moves on when it is the expected one.
    ///
    /// - Parameters:
    ///   - through: the last number that the message stands for.
    ///   - jumps: a number that is ahead is taken as the next one; for messages that may be missed.
    mutating func judge(_ lane: Lane, _ sequence: Int64, through: Int64? = nil, jumps: Bool = false) -> Verdict {
        var position = positions[lane] ?? Position(expected: 1)
        defer { positions[lane] = position }
        let last = through ?? sequence
        if last < position.expected { return .copy }
        guard sequence <= position.expected || jumps else {
            position.gap = max(position.gap ?? last, last)
            if position.lastRequest.map({ now - $0 >= Self.patience }) ?? true {
                position.lastRequest = now
                position.asksAgain = true
            }
            return .ahead
        }
        position.expected = last + 1
        if let gap = position.gap, gap >= position.expected { return .next }
        position.gap = nil
        position.lastRequest = nil
        position.asksAgain = false
        return .next
    }
}
