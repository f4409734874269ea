/// The wall clock of a place: its distance from UTC, and every change of that distance.
///
/// Pure data. Where the changes come from is no matter of this type: `Calendars` reads them from the system.
package struct TimeZoneRules: Hashable, Sendable {
    /// From an instant on, the wall clock is that far from UTC.
    package struct Change: Hashable, Sendable {
        package let at: Timestamp
        package let secondsEast: Int

        package init(at: Timestamp, secondsEast: Int) {
            self.at = at
            self.secondsEast = secondsEast
        }
    }

    /// The name in the tz database, such as `Europe/Berlin`.
    package let identifier: String
    /// The distance before the first change.
    package let secondsEast: Int
    package let changes: [Change]
    let pieces: [Piece]

    package static let utc = TimeZoneRules(checkedIdentifier: "UTC", secondsEast: 0)
    /// The default business time zone; no changes since 1991.
    package static let shanghai = TimeZoneRules(checkedIdentifier: "Asia/Shanghai", secondsEast: 8 * 3600)

    /// - Parameter changes: in ascending order, by whole seconds, between the years 1 and 9999.
    package init(identifier: String, secondsEast: Int, changes: [Change] = []) throws(CalendarRefusal) {
        let isInOrder = zip(changes, changes.dropFirst()).allSatisfy { $0.at < $1.at }
        let isWithinDay = ([secondsEast] + changes.map(\.secondsEast)).allSatisfy { $0.magnitude <= Self.farthest }
        let isWithinYears = changes.allSatisfy { $0.at.clampedToYears == $0.at }
        guard isInOrder, isWithinDay, isWithinYears else { throw .faultyZone(identifier) }
        self.init(checkedIdentifier: identifier, secondsEast: secondsEast, changes: changes)
    }

    private init(checkedIdentifier identifier: String, secondsEast: Int, changes: [Change] = []) {
        self.identifier = identifier
        self.secondsEast = secondsEast
        self.changes = changes
        let all = [Change(at: .startOfYears, secondsEast: secondsEast)] + changes
        let ends = changes.map(\.at) + [.endOfYears]
        pieces = zip(all, ends).map { Piece(start: $0.at, end: $1, secondsEast: $0.secondsEast) }
    }

    private static let farthest = 86_400
}

extension TimeZoneRules {
    /// The day and the time since its midnight that the wall clock shows, in the years 1 to 9999.
    package func wallClock(at time: Timestamp) -> (day: CalendarDate, timeOfDay: Duration) {
        ZoneOffset(secondsEast: pieces[pieceIndex(at: time)].secondsEast).wallClock(at: time.clampedToYears)
    }

    package func day(of time: Timestamp) -> CalendarDate {
        wallClock(at: time).day
    }

    /// The instant at which the wall clock shows the time of day on the day.
    ///
    /// A time that the clock shows twice is taken the first time; one that it skips becomes the end of the gap.
    package func instant(on day: CalendarDate, at timeOfDay: Duration = .zero) -> Timestamp {
        let ofDay = min(max(timeOfDay, .zero), .days(1))
        let local = (Timestamp(0) + .days(Int64(day.daysSinceEpoch)) + ofDay).clampedToYears
        let nearest = pieceIndex(at: local - .seconds(Int64(Self.farthest)))
        for piece in pieces[nearest...] {
            let time = local - .seconds(Int64(piece.secondsEast))
            if time < piece.end { return max(time, piece.start) }
        }
        return local - .seconds(Int64(pieces[pieces.count - 1].secondsEast))
    }
}

extension TimeZoneRules {
    /// A stretch of time with one distance from UTC; all of them make the years 1 to 9999.
    struct Piece: Hashable, Sendable {
        let start: Timestamp
        let end: Timestamp
        let secondsEast: Int
    }

    /// How many changes lie at or before the time.
    func pieceIndex(at time: Timestamp) -> Int {
        changes.boundary { $0.at > time }
    }
}

extension Timestamp {
    /// What four digits of a year can write, with a year's margin for local time at both ends.
    static let startOfYears = Timestamp(-62_100_000_000)
    static let endOfYears = Timestamp(253_370_000_000)

    var clampedToYears: Timestamp {
        min(max(self, .startOfYears), .endOfYears)
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index whose element fulfils a condition that, once fulfilled, stays so; the end index when none does.
    func boundary(where isFulfilled: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if isFulfilled(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
