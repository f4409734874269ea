/// A set of numbers that mostly come one after the other.
struct NumberRanges: Equatable, Sendable {
    /// In order, with gaps between them.
    private(set) var ranges: [ClosedRange<Int64>] = []

    var highest: Int64? { ranges.last?.upperBound }

    mutating func insert(_ new: ClosedRange<Int64>) {
        if let last = ranges.last, last.contains(new.lowerBound) || last.upperBound + 1 == new.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, new.upperBound)
            return
        }
        let first = ranges.firstIndex { $0.upperBound + 1 >= new.lowerBound } ?? ranges.count
        var end = first
        var merged = new
        while end < ranges.count, ranges[end].lowerBound <= merged.upperBound + 1 {
            merged = min(merged.lowerBound, ranges[end].lowerBound)...max(merged.upperBound, ranges[end].upperBound)
            end += 1
        }
        ranges.replaceSubrange(first..<end, with: [merged])
    }

    /// The lowest number of a range that is not in the set.
    func firstMissing(in wanted: ClosedRange<Int64>) -> Int64? {
        guard let holder = ranges.first(where: { $0.contains(wanted.lowerBound) }) else { return wanted.lowerBound }
        return holder.upperBound >= wanted.upperBound ? nil : holder.upperBound + 1
    }
}
