/// The hours a technician works each day, on the wall clock of the business time zone.
package struct ShiftHours: Codable, Hashable, Sendable {
    package let start: String
    /// At or before the start: on the next day.
    package let end: String

    package init(start: String, end: String) {
        self.start = start
        self.end = end
    }

    package static let schema = Schema.object([
        .required("start", .timeOfDay),
        .required("end", .timeOfDay),
    ])
}
