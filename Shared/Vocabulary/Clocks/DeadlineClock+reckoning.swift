extension DeadlineClock {
    /// Where a clock stands.
    package enum Status: Hashable, Sendable {
        case running(due: Timestamp)
        /// Due then if it went on now.
        case paused(since: Timestamp, dueIfResumedNow: Timestamp)
        case breached(due: Timestamp)
        case kept(due: Timestamp, at: Timestamp)
        case keptLate(due: Timestamp, at: Timestamp)
        case calledOff(at: Timestamp)
    }

    /// When the promise is due, as far as is known at the time: a pause that lasts counts until then.
    package func due(in calendar: WorkingCalendar, now: Timestamp) -> Timestamp {
        moved(target.end(from: startedAt, in: calendar), in: calendar, now: now)
    }

    /// Pauses move an instant by what would have counted in them; one that starts at or after it moves nothing.
    private func moved(_ unpaused: Timestamp, in calendar: WorkingCalendar, now: Timestamp) -> Timestamp {
        if case .fixed = target { return unpaused }
        var due = unpaused
        for pause in mergedPauses(now: now) where pause.lowerBound < due {
            let lost = target.counted(from: pause.lowerBound, to: pause.upperBound, in: calendar)
            due = target.adding(lost, to: due, in: calendar)
        }
        return due
    }

    /// The stretches without running, in order and apart, from the start until the end of the clock or now.
    func mergedPauses(now: Timestamp) -> [Range<Timestamp>] {
        let limit = endedAt ?? now
        let clipped = pauses.map { (max($0.start, startedAt), min($0.end ?? limit, limit)) }.filter { $0.0 < $0.1 }
        var merged: [Range<Timestamp>] = []
        for (start, end) in clipped.sorted(by: { $0 < $1 }) {
            if let last = merged.last, start <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, end)
            } else {
                merged.append(start..<end)
            }
        }
        return merged
    }

    private var endedAt: Timestamp? {
        switch ending {
        case .stopped(let time), .calledOff(let time): time
        case nil: nil
        }
    }

    /// A promise is kept up to and including the instant it is due.
    package func status(in calendar: WorkingCalendar, now: Timestamp) -> Status {
        let due = due(in: calendar, now: now)
        switch ending {
        case .calledOff(let time): return .calledOff(at: time)
        case .stopped(let time): return time <= due ? .kept(due: due, at: time) : .keptLate(due: due, at: time)
        case nil: break
        }
        if case .fixed = target { return now <= due ? .running(due: due) : .breached(due: due) }
        let lasting = pauses.filter { $0.end == nil && $0.start <= now && $0.start < due }.map(\.start).min()
        if let since = lasting, now <= due { return .paused(since: since, dueIfResumedNow: due) }
        return now <= due ? .running(due: due) : .breached(due: due)
    }

    /// When a warning is given, unless a pause is lasting then.
    package func time(of step: WarningStep, in calendar: WorkingCalendar, now: Timestamp) -> Timestamp {
        switch step {
        case .before(let time):
            let due = due(in: calendar, now: now)
            return max(startedAt, due - min(max(.zero, time), max(.zero, due - startedAt)))
        case .used(let percent):
            let end = target.end(from: startedAt, in: calendar)
            let whole = target.counted(from: startedAt, to: end, in: calendar).microseconds
            let part = Int64(Int128(whole) * Int128(min(max(percent, 0), 100)) / 100)
            return moved(target.adding(.microseconds(part), to: startedAt, in: calendar), in: calendar, now: now)
        }
    }

    /// What is to be announced now and has not been: warnings that have come, a breach, or its withdrawal.
    package func noticing(in calendar: WorkingCalendar, now: Timestamp) -> [Change] {
        switch status(in: calendar, now: now) {
        case .running:
            let due = warnings.filter { !announcedWarnings.contains($0) && time(of: $0, in: calendar, now: now) <= now }
            return (announcedBreach ? [.breachWithdrawn] : []) + due.map(Change.warned)
        case .paused: return announcedBreach ? [.breachWithdrawn] : []
        case .breached: return announcedBreach ? [] : [.breached]
        case .keptLate: return announcedBreach ? [] : [.breached]
        case .kept: return announcedBreach ? [.breachWithdrawn] : []
        case .calledOff: return []
        }
    }

    /// When to look at the clock again; `nil` when only a command can change anything.
    package func nextLook(in calendar: WorkingCalendar, now: Timestamp) -> Timestamp? {
        guard case .running(let due) = status(in: calendar, now: now) else { return nil }
        let open = warnings.filter { !announcedWarnings.contains($0) }.map { time(of: $0, in: calendar, now: now) }
        return (open.filter { $0 > now } + [due + .microseconds(1)]).min()
    }
}
