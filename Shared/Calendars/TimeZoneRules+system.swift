import Foundation
import Vocabulary

extension TimeZoneRules {
    /// The years whose changes of the wall clock are read; before and after them the distance stays as it is.
    static let knownYears = 1970...2100

    /// The rules of a zone as the system knows them, such as `Europe/Berlin`.
    ///
    /// Looks at every day of the known years, so it takes some tens of milliseconds: read a zone once and keep it.
    package static func named(_ identifier: String) throws(CalendarRefusal) -> TimeZoneRules {
        guard let zone = TimeZone(identifier: identifier), TimeZone.knownTimeZoneIdentifiers.contains(identifier)
        else { throw .unknownZone(identifier) }
        func secondsEast(_ second: Int) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
        }
        let start = firstSecond(of: knownYears.lowerBound)
        var changes: [Change] = []
        var current = secondsEast(start)
        let initial = current
        for day in stride(from: start + 86_400, through: firstSecond(of: knownYears.upperBound + 1), by: 86_400) {
            let after = secondsEast(day)
            guard after != current else { continue }
            var (low, high) = (day - 86_400, day)
            while low + 1 < high {
                let middle = (low + high) / 2
                if secondsEast(middle) == current { low = middle } else { high = middle }
            }
            changes.append(Change(at: Timestamp(Int64(high)), secondsEast: after))
            current = after
        }
        return try TimeZoneRules(identifier: identifier, secondsEast: initial, changes: changes)
    }

    private static func firstSecond(of year: Int) -> Int {
        (CalendarDate(year: year, month: 1, day: 1)?.daysSinceEpoch ?? 0) * 86_400
    }
}
