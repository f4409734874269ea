import IntakeDomain
import Messages
import Messaging
import Vocabulary

/// A deadline of a case has come; whether it is a breach is for the case to say.
struct WhenClockRunsOutReportBreach: DeadlineHandler {
    let kind: ClockKind

    func needs(_ deadline: DeadlineFiredV1) -> Needs {
        CaseID(deadline.owner).map { Needs(ServiceCase.self, [$0]) } ?? .none
    }

    func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws {
        guard let id = CaseID(deadline.owner) else { throw CaseRefusal.unknownCase }
        try work.decide(.letClockRunOut(kind), on: id, at: work.now)
    }
}
