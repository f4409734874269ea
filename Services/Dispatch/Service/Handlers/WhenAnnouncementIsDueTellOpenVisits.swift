import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// Tells the read models which technicians of a region have more or fewer open visits than last time; goes on while
/// there are any.
struct WhenAnnouncementIsDueTellOpenVisits: DeadlineHandler {
    func needs(_ deadline: DeadlineFiredV1) -> Needs {
        Needs(Roster.self, [deadline.owner])
    }

    func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws {
        guard var roster = work[Roster.self, deadline.owner] else { return }
        for entry in roster.announce() {
            try work.emit(TechnicianStateV1(entry, at: work.now))
        }
        roster.isAnnouncementDue = false
        if roster.entries.contains(where: { $0.openVisits > 0 }) {
            work.arrangeAnnouncement(of: &roster, after: .seconds(15))
        }
        work[Roster.self, roster.region] = roster
    }
}
