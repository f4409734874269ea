import ComplaintsDomain
import Messages
import Messaging
import Vocabulary

/// Tells that a clock was overrun, once per run of the clock.
package struct WhenTimeIsOverNoteBreach: DeadlineHandler {
    let clock: ComplaintClock

    package init(of clock: ComplaintClock) {
        self.clock = clock
    }

    package func needs(_ deadline: DeadlineFiredV1) -> Needs {
        ComplaintID(deadline.owner).map { Needs(ComplaintDocument.self, [$0]) } ?? .none
    }

    package func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws {
        guard let complaintID = ComplaintID(deadline.owner) else {
            throw HandlingFailure.park("the owner of a complaint's deadline is not a complaint")
        }
        try work.noteBreach(of: clock, on: complaintID)
    }
}
