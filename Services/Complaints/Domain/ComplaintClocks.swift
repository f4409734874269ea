import Vocabulary

/// What a complaint is measured against.
package enum ComplaintClock: String, Codable, CaseIterable, Sendable {
    /// To be with the customer, or at least to have spoken: 8 hours, night and weekend included (CK-05, CO-12).
    case visit
    /// To have an answer: one working day (CK-06, CO-13).
    case handling
}

/// One run of a clock, from its start to its stop.
package struct ClockRun: Codable, Equatable, Sendable {
    package let startedAt: Timestamp
    package let dueAt: Timestamp
    package private(set) var stoppedAt: Timestamp?
    package private(set) var breachedAt: Timestamp?

    package init(startedAt: Timestamp, dueAt: Timestamp) {
        self.startedAt = startedAt
        self.dueAt = dueAt
    }

    package var isRunning: Bool { stoppedAt == nil }

    package func stopping(at time: Timestamp) -> ClockRun {
        guard isRunning else { return self }
        var next = self
        next.stoppedAt = time
        return next
    }

    package func breaching(at time: Timestamp) -> ClockRun {
        guard breachedAt == nil else { return self }
        var next = self
        next.breachedAt = time
        return next
    }
}

/// When the clocks of a complaint run out.
package struct ComplaintDeadlines: Equatable, Sendable {
    package let calendar: WorkingCalendar

    /// - Parameter calendar: by default Monday to Friday round the clock (POL-01).
    package init(calendar: WorkingCalendar = .wholeWeekdays) {
        self.calendar = calendar
    }

    /// A special complaint (特级) gets half of each time (POL-03).
    package func due(_ clock: ComplaintClock, for urgency: Urgency, from start: Timestamp) -> Timestamp {
        switch (clock, urgency) {
        case (.visit, .normal), (.visit, .urgent): start + .hours(8)
        case (.visit, .special): start + .hours(4)
        case (.handling, .normal), (.handling, .urgent): calendar.adding(workingDays: 1, to: start)
        case (.handling, .special): calendar.adding(workingTime: calendar.lengthOfWorkingDay / 2, to: start)
        }
    }
}
