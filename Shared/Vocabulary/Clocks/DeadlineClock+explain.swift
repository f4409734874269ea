/// One line of the reckoning of a clock: a stretch of time, and how much of it counts.
package struct ReckoningLine: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case started
        case counted
        /// Not worked: night, break, weekend or holiday.
        case free
        case paused
        case due
    }

    package let kind: Kind
    package let from: Timestamp
    package let to: Timestamp
    /// How much of the line counts.
    package let counted: Duration
    /// How much has counted up to the end of the line.
    package let total: Duration
    package let text: Bilingual
}

extension DeadlineClock {
    /// Why the promise is due when it is due, line by line from the start; every instant stands in exactly one line.
    ///
    /// - Parameter calendar: also the wall clock in which the lines are written.
    package func explain(in calendar: WorkingCalendar, now: Timestamp) -> [ReckoningLine] {
        let due = due(in: calendar, now: now)
        var lines = [line(.started, startedAt..<startedAt, .zero, .zero, in: calendar)]
        var total = Duration.zero
        for (kind, span) in stretches(until: due, in: calendar, now: now) {
            let counted = kind == .counted ? span.upperBound - span.lowerBound : .zero
            total += counted
            lines.append(line(kind, span, counted, total, in: calendar))
        }
        lines.append(line(.due, due..<due, .zero, total, in: calendar))
        return lines
    }

    /// The time from the start until the due time, cut into what counts, what is paused and what is free.
    private func stretches(
        until due: Timestamp,
        in calendar: WorkingCalendar,
        now: Timestamp
    ) -> [(ReckoningLine.Kind, Range<Timestamp>)] {
        var isFixed = false
        if case .fixed = target { isFixed = true }
        let pauses = (isFixed ? [] : mergedPauses(now: now)).filter { $0.lowerBound < due }.map {
            $0.clamped(to: startedAt..<max(startedAt, due))
        }
        var result: [(ReckoningLine.Kind, Range<Timestamp>)] = []
        var time = startedAt
        for pause in pauses {
            result += running(from: time, to: pause.lowerBound, in: calendar)
            result.append((.paused, pause))
            time = pause.upperBound
        }
        return result + running(from: time, to: due, in: calendar)
    }

    private func running(
        from start: Timestamp,
        to end: Timestamp,
        in calendar: WorkingCalendar
    ) -> [(ReckoningLine.Kind, Range<Timestamp>)] {
        var result: [(ReckoningLine.Kind, Range<Timestamp>)] = []
        var time = start
        for span in target.spans(from: start, to: end, in: calendar) {
            if time < span.lowerBound { result.append((.free, time..<span.lowerBound)) }
            result.append((.counted, span))
            time = span.upperBound
        }
        if time < end { result.append((.free, time..<end)) }
        return result
    }

    private func line(
        _ kind: ReckoningLine.Kind,
        _ span: Range<Timestamp>,
        _ counted: Duration,
        _ total: Duration,
        in calendar: WorkingCalendar
    ) -> ReckoningLine {
        let (start, end) = (calendar.zone.text(of: span.lowerBound), calendar.zone.text(of: span.upperBound))
        let (length, sum) = (counted.text, total.text)
        let text =
            switch kind {
            case .started:
                Bilingual(zh: "\(start.zh) 开始计时，时限\(target.name.zh)", en: "\(start.en): started, \(target.name.en)")
            case .counted:
                Bilingual(
                    zh: "\(start.zh) 至 \(end.zh) 计入 \(length.zh)，累计 \(sum.zh)",
                    en: "\(start.en) to \(end.en): \(length.en) count, \(sum.en) so far"
                )
            case .free:
                Bilingual(
                    zh: "\(start.zh) 至 \(end.zh) 非工作时间\(calendar.holidayNames(in: span).zh)，不计",
                    en: "\(start.en) to \(end.en): not working time\(calendar.holidayNames(in: span).en)"
                )
            case .paused:
                Bilingual(
                    zh: "\(start.zh) 至 \(end.zh) 暂停（\(reasons(in: span).zh)），不计",
                    en: "\(start.en) to \(end.en): paused, \(reasons(in: span).en)"
                )
            case .due where isWaiting: Bilingual(zh: "若现在恢复，\(start.zh) 到期", en: "\(start.en): due if it goes on now")
            case .due: Bilingual(zh: "\(start.zh) 到期", en: "\(start.en): due")
            }
        return ReckoningLine(
            kind: kind,
            from: span.lowerBound,
            to: span.upperBound,
            counted: counted,
            total: total,
            text: text
        )
    }

    private var isWaiting: Bool {
        if case .fixed = target { return false }
        return ending == nil && pauses.contains { $0.end == nil }
    }

    private func reasons(in span: Range<Timestamp>) -> Bilingual {
        let inside = pauses.filter { $0.start < span.upperBound && ($0.end ?? span.upperBound) > span.lowerBound }
        let names = PauseReason.allCases.filter { reason in inside.contains { $0.reason == reason } }.map(\.name)
        return Bilingual(zh: names.map(\.zh).joined(separator: "、"), en: names.map(\.en).joined(separator: " and "))
    }
}

extension WorkingCalendar {
    /// The holidays inside a stretch, in brackets; nothing when there are none.
    fileprivate func holidayNames(in span: Range<Timestamp>) -> Bilingual {
        let first = zone.day(of: span.lowerBound)
        let last = zone.day(of: span.upperBound - .microseconds(1))
        let names = specialDays.filter { $0.value.kind == .holiday && first <= $0.key && $0.key <= last }
            .sorted { $0.key < $1.key }
            .map(\.value.name)
            .reduce(into: [Bilingual]()) { if $0.last != $1 { $0.append($1) } }
        guard !names.isEmpty else { return Bilingual(zh: "", en: "") }
        return Bilingual(
            zh: "（\(names.map(\.zh).joined(separator: "、"))）",
            en: " (\(names.map(\.en).joined(separator: ", ")))"
        )
    }
}

extension TimeZoneRules {
    /// Weekday, day and time as the wall clock shows them.
    fileprivate func text(of time: Timestamp) -> Bilingual {
        let (day, timeOfDay) = wallClock(at: time)
        let name = day.weekday.name
        return Bilingual(
            zh: "\(day)（\(name.zh)）\(timeOfDay.timeOfDayText)",
            en: "\(name.en) \(day) \(timeOfDay.timeOfDayText)"
        )
    }
}

extension Weekday {
    package var name: Bilingual {
        switch self {
        case .monday: Bilingual(zh: "周一", en: "Mon")
        case .tuesday: Bilingual(zh: "周二", en: "Tue")
        case .wednesday: Bilingual(zh: "周三", en: "Wed")
        case .thursday: Bilingual(zh: "周四", en: "Thu")
        case .friday: Bilingual(zh: "周五", en: "Fri")
        case .saturday: Bilingual(zh: "周六", en: "Sat")
        case .sunday: Bilingual(zh: "周日", en: "Sun")
        }
    }
}
