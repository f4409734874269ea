extension WorkingCalendar {
    package func isWorkingDay(_ day: CalendarDate) -> Bool {
        pattern.isWorked(day: day.daysSinceEpoch)
    }

    package func isWorkingTime(_ time: Timestamp) -> Bool {
        let (day, timeOfDay) = zone.wallClock(at: time)
        let now = timeOfDay.microseconds
        return pattern.periods(of: day.daysSinceEpoch).contains { $0.contains(now) }
    }

    /// The length of an ordinary working day, and of every make-up day.
    package var lengthOfWorkingDay: Duration {
        periods.reduce(.zero) { $0 + $1.length }
    }

    /// The time itself when it is worked, otherwise the beginning of the next period.
    package func nextWorkingTime(from time: Timestamp) -> Timestamp {
        guard !isWorkingTime(time) else { return time }
        let smallest = Duration.microseconds(1)
        return adding(workingTime: smallest, to: time) - smallest
    }

    /// How much of the span is worked; zero when it ends before it starts.
    package func workingTime(from start: Timestamp, to end: Timestamp) -> Duration {
        .microseconds(max(0, progress.worked(until: end, pattern) - progress.worked(until: start, pattern)))
    }

    /// The first instant by which that much has been worked since the start; the start itself for nothing or less.
    ///
    /// Ends with the year 9999 whatever is added.
    package func adding(workingTime: Duration, to start: Timestamp) -> Timestamp {
        guard workingTime > .zero else { return start }
        let amount = min(workingTime, .days(4_000_000)).microseconds
        return progress.time(whenWorked: progress.worked(until: start, pattern) + amount, pattern)
    }

    /// The same time of day that many working days later; a start outside working time counts from the next period.
    ///
    /// Where the last day is not worked at that time of day, its work has ended by then or not begun: the end of the
    /// last period before that time counts, otherwise the beginning of the first one.
    package func adding(workingDays count: Int, to start: Timestamp) -> Timestamp {
        guard count > 0 else { return start }
        let (day, timeOfDay) = zone.wallClock(at: nextWorkingTime(from: start))
        let passed = pattern.workingDays(before: day.daysSinceEpoch + 1) + min(count, 4_000_000)
        let last = pattern.day(whenPassed: passed)
        return zone.instant(
            on: CalendarDate(daysSinceEpoch: last),
            at: .microseconds(nearest(to: timeOfDay.microseconds, on: last))
        )
    }

    private func nearest(to timeOfDay: Int64, on day: Int) -> Int64 {
        let periods = pattern.periods(of: day)
        if periods.contains(where: { $0.contains(timeOfDay) }) { return timeOfDay }
        return periods.last { $0.upperBound <= timeOfDay }?.upperBound ?? periods.first?.lowerBound ?? timeOfDay
    }

    /// The stretches that are worked between two instants, in order, none touching the next.
    package func workedSpans(from start: Timestamp, to end: Timestamp) -> [Range<Timestamp>] {
        var spans: [Range<Timestamp>] = []
        var time = nextWorkingTime(from: start)
        while time < end {
            let stop = min(endOfWork(from: time), end)
            if let last = spans.last, last.upperBound == time {
                spans[spans.count - 1] = last.lowerBound..<stop
            } else {
                spans.append(time..<stop)
            }
            time = nextWorkingTime(from: stop)
        }
        return spans
    }

    /// When the period that is worked at the time ends, or the wall clock changes in it.
    private func endOfWork(from time: Timestamp) -> Timestamp {
        let (day, timeOfDay) = zone.wallClock(at: time)
        let now = timeOfDay.microseconds
        let period = pattern.periods(of: day.daysSinceEpoch).first { $0.contains(now) }
        let end = time + .microseconds(max(1, (period?.upperBound ?? now) - now))
        let next = zone.pieceIndex(at: time)
        return next < zone.changes.count ? min(end, zone.changes[next].at) : end
    }
}
