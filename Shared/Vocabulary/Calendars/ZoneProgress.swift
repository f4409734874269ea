/// How much has been worked at each change of the wall clock: the bridge between local time and instants.
struct ZoneProgress: Hashable, Sendable {
    private let pieces: [TimeZoneRules.Piece]
    /// Microseconds worked from the first piece's start until each piece's start.
    private let workedBefore: [Int64]

    init(_ pattern: WorkPattern, _ zone: TimeZoneRules) {
        pieces = zone.pieces
        var sums: [Int64] = [0]
        for piece in pieces.dropLast() {
            let worked = pattern.worked(until: piece.local(piece.end)) - pattern.worked(until: piece.local(piece.start))
            sums.append(sums[sums.count - 1] + worked)
        }
        workedBefore = sums
    }

    /// Microseconds worked until the time; only differences mean anything.
    func worked(until time: Timestamp, _ pattern: WorkPattern) -> Int64 {
        let time = time.clampedToYears
        let index = max(0, pieces.boundary { $0.start > time } - 1)
        let piece = pieces[index]
        return workedBefore[index] + pattern.worked(until: piece.local(time))
            - pattern.worked(until: piece.local(piece.start))
    }

    /// The first instant by which that much has been worked; the end of the year 9999 when it never is.
    func time(whenWorked amount: Int64, _ pattern: WorkPattern) -> Timestamp {
        let index = max(0, workedBefore.boundary { $0 >= amount } - 1)
        let piece = pieces[index]
        let start = pattern.worked(until: piece.local(piece.start))
        let local = pattern.local(whenWorked: start + amount - workedBefore[index])
        return min(Timestamp(microsecondsSinceEpoch: local) - .seconds(Int64(piece.secondsEast)), .endOfYears)
    }
}

extension TimeZoneRules.Piece {
    /// Microseconds that the wall clock shows since 1970-01-01.
    func local(_ time: Timestamp) -> Int64 {
        time.microsecondsSinceEpoch + Int64(secondsEast) * 1_000_000
    }
}
