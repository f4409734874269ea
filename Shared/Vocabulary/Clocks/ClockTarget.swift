/// How much time a promise gives, and which time counts.
package enum ClockTarget: Hashable, Sendable {
    /// Wall-clock time, night and weekend included (24×7).
    case elapsed(Duration)
    /// Only time that the calendar calls worked.
    case workingTime(Duration)
    /// The same time of day that many working days later.
    case workingDays(Int)
    /// An instant that somebody named, such as the customer's wish; no pause moves it.
    case fixed(Timestamp)

    package var name: Bilingual {
        switch self {
        case .elapsed(let time): Bilingual(zh: "\(time.text.zh)（自然时间）", en: "\(time.text.en) round the clock")
        case .workingTime(let time): Bilingual(zh: "\(time.text.zh)工作时间", en: "\(time.text.en) of working time")
        case .workingDays(let count):
            Bilingual(zh: "\(count) 个工作日", en: "\(count) working \(count == 1 ? "day" : "days")")
        case .fixed: Bilingual(zh: "约定时间", en: "an agreed time")
        }
    }
}

extension ClockTarget {
    /// When the time has run out if nothing is paused.
    func end(from start: Timestamp, in calendar: WorkingCalendar) -> Timestamp {
        switch self {
        case .elapsed(let time): start.adding(time)
        case .workingTime(let time): calendar.adding(workingTime: time, to: start)
        case .workingDays(let count): calendar.adding(workingDays: count, to: start)
        case .fixed(let time): time
        }
    }

    /// How much of the span counts.
    func counted(from start: Timestamp, to end: Timestamp, in calendar: WorkingCalendar) -> Duration {
        switch self {
        case .elapsed, .fixed: max(.zero, end - start)
        case .workingTime, .workingDays: calendar.workingTime(from: start, to: end)
        }
    }

    /// When that much more has counted.
    func adding(_ time: Duration, to start: Timestamp, in calendar: WorkingCalendar) -> Timestamp {
        switch self {
        case .elapsed, .fixed: start.adding(time)
        case .workingTime, .workingDays: calendar.adding(workingTime: time, to: start)
        }
    }

    /// The stretches of the span that count.
    func spans(from start: Timestamp, to end: Timestamp, in calendar: WorkingCalendar) -> [Range<Timestamp>] {
        switch self {
        case .elapsed, .fixed: start < end ? [start..<end] : []
        case .workingTime, .workingDays: calendar.workedSpans(from: start, to: end)
        }
    }
}

extension Timestamp {
    /// Later by the time, at most at the end of the year 9999.
    func adding(_ time: Duration) -> Timestamp {
        min(clampedToYears + min(max(.zero, time), .days(4_000_000)), .endOfYears)
    }
}

extension Duration {
    /// `2 小时 15 分` and `2 h 15 min`; nothing below the second.
    package var text: Bilingual {
        let seconds = max(0, components.seconds)
        let parts = [
            (seconds / 3600, "小时", "h"), (seconds / 60 % 60, "分", "min"), (seconds % 60, "秒", "s"),
        ].filter { $0.0 > 0 }
        guard !parts.isEmpty else { return Bilingual(zh: "0 分", en: "0 min") }
        return Bilingual(
            zh: parts.map { "\($0.0) \($0.1)" }.joined(separator: " "),
            en: parts.map { "\($0.0) \($0.2)" }.joined(separator: " ")
        )
    }
}
