import Vocabulary

/// Gives out case numbers, counting up within a business day.
package struct CaseCounter: Hashable, Codable, Sendable {
    package private(set) var day: CalendarDate
    package private(set) var last: Int

    package init(day: CalendarDate) {
        self.day = day
        last = 0
    }

    /// The next number; a day earlier than the newest one seen goes on with the newest, so that none is given twice.
    package mutating func next(on today: CalendarDate) -> CaseNumber {
        if today > day {
            day = today
            last = 0
        }
        last += 1
        return CaseNumber(day: day, ordinal: last)
    }
}
