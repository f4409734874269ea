import Vocabulary

/// A free place in a technician's day.
package struct Slot: Hashable, Sendable {
    package let technician: Technician
    /// Travel and visit together: what is booked.
    package let booked: AppointmentWindow
    /// The visit alone: what the customer is told.
    package let visit: AppointmentWindow
}

/// Why no appointment can be offered.
package enum NotPlannable: String, Sendable, Codable, CaseIterable {
    /// The region has nobody who masters the product category.
    case noTechnician = "no-technician"
    /// All who could go are booked up to the horizon.
    case noFreeSlot = "no-free-slot"
    /// The customer's wish lies beyond the horizon.
    case wishTooFarAhead = "wish-too-far-ahead"
}

/// What the search for an appointment came to.
package enum SlotSearch: Equatable, Sendable {
    case found(Slot)
    case none(NotPlannable)
}

extension Roster {
    /// The first free slot for a product category: the earliest visit wins, then the technician with the least booked
    /// time, then the lower id, so that the same roster always gives the same answer.
    package func firstFreeSlot(
        for category: String,
        wishedTime: Timestamp?,
        now: Timestamp,
        policy: AppointmentPolicy
    ) -> SlotSearch {
        let earliest = max(now + policy.lead, wishedTime ?? now)
        let latest = now + policy.horizon
        guard earliest <= latest else { return .none(.wishTooFarAhead) }
        let candidates = entries.filter { $0.technician.masters(category) }
        guard !candidates.isEmpty else { return .none(.noTechnician) }
        var best: (start: Timestamp, load: Duration, technician: Technician)?
        for entry in candidates {
            let bound = best?.start ?? latest
            guard let start = visitStart(of: entry, from: earliest, to: bound, policy) else { continue }
            if let best, (best.start, best.load) <= (start, entry.busy.load) { continue }
            best = (start, entry.busy.load, entry.technician)
        }
        guard let best else { return .none(.noFreeSlot) }
        return .found(
            Slot(
                technician: best.technician,
                booked: AppointmentWindow(start: best.start - policy.travel, lasting: policy.travel + policy.job),
                visit: AppointmentWindow(start: best.start, lasting: policy.job)
            )
        )
    }

    /// The first visit of one technician that begins in the span, both ends included.
    private func visitStart(
        of entry: Entry,
        from earliest: Timestamp,
        to latest: Timestamp,
        _ policy: AppointmentPolicy
    ) -> Timestamp? {
        var day = policy.zone.day(of: earliest).adding(days: -1)  // yesterday's night shift may still run
        let lastDay = policy.zone.day(of: latest)
        while day <= lastDay {
            let shift = entry.technician.shift.window(on: day, zone: policy.zone)
            if let start = visitStart(in: shift, entry.busy, from: earliest, policy) {
                return start <= latest ? start : nil
            }
            day = day.adding(days: 1)
        }
        return nil
    }

    private func visitStart(
        in shift: AppointmentWindow,
        _ times: BusyTimes,
        from earliest: Timestamp,
        _ policy: AppointmentPolicy
    ) -> Timestamp? {
        var visit = policy.roundedUp(max(earliest, shift.start + policy.travel))
        while visit + policy.job <= shift.end {
            let needed = AppointmentWindow(start: visit - policy.travel, end: visit + policy.job)
            guard let taken = times.firstOverlap(with: needed) else { return visit }
            visit = policy.roundedUp(taken.end + policy.travel)
        }
        return nil
    }
}
