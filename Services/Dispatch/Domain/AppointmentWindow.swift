import Vocabulary

/// 预约时段: a stretch of time, the end not included.
package struct AppointmentWindow: Hashable, Sendable, Codable {
    package let start: Timestamp
    package let end: Timestamp

    package init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = max(start, end)
    }

    package init(start: Timestamp, lasting length: Duration) {
        self.init(start: start, end: start + length)
    }

    package var length: Duration { end - start }

    package func overlaps(_ other: AppointmentWindow) -> Bool {
        start < other.end && other.start < end
    }
}
