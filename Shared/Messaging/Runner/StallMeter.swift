import Vocabulary

/// Tells when a step in hand has not come forward for too long.
///
/// Pure: it is told what was seen and how much time went by.
/// A process that was stopped or whose machine slept is not stalled: of one look to the next no more counts than two
/// intervals.
struct StallMeter: Sendable {
    let limit: Duration
    let interval: Duration
    private var beats: Int?
    private var waited: Duration = .zero

    init(limit: Duration, interval: Duration) {
        self.limit = limit
        self.interval = interval
    }

    /// - Returns: whether the step is stalled.
    mutating func look(beats seen: Int?, after elapsed: Duration) -> Bool {
        guard let seen, seen == beats else {
            beats = seen
            waited = .zero
            return false
        }
        waited += min(elapsed, interval * 2)
        return waited >= limit
    }
}
