import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// The deadlines that dispatch sets for itself.
package enum DispatchTimer {
    /// Of a work order: look for a technician again.
    ///
    /// Payload: the region.
    package static let findTechnician = "find-technician"
    /// Of a work order: its case is called off.
    ///
    /// Payload: the reason.
    package static let cancelWorkOrder = "cancel-work-order"
    /// Of a region: tell the read models how busy its technicians are.
    package static let announceTechnicians = "announce-technicians"
}

extension Workspace {
    /// Looks for an appointment for a work order that waits for a technician; without one the search goes on by timer.
    ///
    /// The message's needs must name the work order and the roster of its region.
    mutating func planVisit(of id: WorkOrderID, policy: AppointmentPolicy) throws {
        guard let file = self[WorkOrderFile.self, id], case .waitingForTechnician(let attempts, _) = file.order.state
        else { return }
        let job = file.order.job
        let roster = self[Roster.self, job.region] ?? Roster(region: job.region)
        let search = roster.firstFreeSlot(
            for: job.category,
            wishedTime: job.wishedTime,
            now: now,
            policy: policy
        )
        switch search {
        case .found(let slot):
            try book(slot, for: file, in: roster, policy: policy)
            if attempts > 0 { cancel(DispatchTimer.findTechnician, for: id) }
        case .none(let reason):
            let due = now + policy.retryDelay(afterAttempt: attempts + 1)
            try perform(.postpone(reason), on: file, nextAttemptAt: due)
            lookAgain(for: id, in: job.region, at: due)
        }
    }

    private mutating func book(
        _ slot: Slot,
        for file: WorkOrderFile,
        in known: Roster,
        policy: AppointmentPolicy
    ) throws {
        var roster = known
        let planned = try perform(.schedule(slot), on: file)
        guard let visit = planned.order.visit else { return }
        try roster.book(visit.booking(of: planned.order.id))
        arrangeAnnouncement(of: &roster, after: .seconds(5))
        self[Roster.self, roster.region] = roster
    }

    mutating func lookAgain(for id: WorkOrderID, in region: String, at due: Timestamp) {
        schedule(DispatchTimer.findTechnician, for: id, at: due, payload: ["region": .string(region)])
    }

    /// Open visits change with every act; the read models are told at intervals, not each time.
    mutating func arrangeAnnouncement(of roster: inout Roster, after delay: Duration) {
        guard !roster.isAnnouncementDue else { return }
        roster.isAnnouncementDue = true
        schedule(DispatchTimer.announceTechnicians, for: roster.region, at: now + delay)
    }
}
