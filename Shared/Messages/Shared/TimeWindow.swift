import Vocabulary

/// A stretch of time, the end not included.
package struct TimeWindow: Codable, Hashable, Sendable {
    package let start: Timestamp
    package let end: Timestamp

    package init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = end
    }

    package static let schema = Schema.object([
        .required("start", .time),
        .required("end", .time),
    ])
}
