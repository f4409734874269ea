import Vocabulary

/// A time on the wall clock of the business time zone, to the minute: `08:00`.
package struct TimeOfDay: Hashable, Sendable {
    /// 0 to 1439.
    package let minutesSinceMidnight: Int

    package init?(hour: Int, minute: Int) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        minutesSinceMidnight = hour * 60 + minute
    }
}

extension TimeOfDay: LosslessStringConvertible {
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isWholeNumber) }),
            let hour = Int(parts[0]), let minute = Int(parts[1])
        else { return nil }
        self.init(hour: hour, minute: minute)
    }

    package var description: String {
        "\((minutesSinceMidnight / 60).padded(to: 2)):\((minutesSinceMidnight % 60).padded(to: 2))"
    }
}

extension TimeOfDay: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = TimeOfDay(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a time of day")
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// 班次: the hours a technician works each day; an end at or before the start lies on the next day (20:00–08:00).
package struct Shift: Hashable, Sendable, Codable {
    package let start: TimeOfDay
    package let end: TimeOfDay

    package init(start: TimeOfDay, end: TimeOfDay) {
        self.start = start
        self.end = end
    }

    /// As people write it: `08:00` and `20:00`.
    package init(start: String, end: String) throws(RosterRefusal) {
        guard let start = TimeOfDay(start), let end = TimeOfDay(end) else { throw .malformedShift }
        self.init(start: start, end: end)
    }

    /// How long the shift lasts; equal times mean a whole day.
    package var minutes: Int {
        let difference = end.minutesSinceMidnight - start.minutesSinceMidnight
        return difference > 0 ? difference : difference + 24 * 60
    }

    /// The shift that begins on the given local day.
    package func window(on day: CalendarDate, zone: ZoneOffset) -> AppointmentWindow {
        let opening = zone.instant(on: day, at: .minutes(Int64(start.minutesSinceMidnight)))
        return AppointmentWindow(start: opening, lasting: .minutes(Int64(minutes)))
    }
}
