import DispatchDomain
import Messages
import Messaging
import Vocabulary

/// A technician joins a region or changes; whoever has waited longest for one there is planned again at once.
struct OnRegisterTechnician: MessageHandler {
    func needs(_ message: Envelope<RegisterTechnicianV1>) -> Needs {
        Needs(Roster.self, [message.body.region]).and(TechnicianHome.self, [Self.id(of: message.body)])
            .and(WaitingWorkOrders.self, [message.body.region])
    }

    func handle(_ message: Envelope<RegisterTechnicianV1>, in work: inout Workspace) throws {
        let technician = try Self.technician(message.body)
        work.completed("technician", id: technician.id.description)
        var roster = work[Roster.self, technician.region] ?? Roster(region: technician.region)
        let home = work[TechnicianHome.self, technician.id]
        guard let entry = roster.register(technician, revision: home?.revision ?? 0) else { return }
        work[Roster.self, roster.region] = roster
        work[TechnicianHome.self, technician.id] = TechnicianHome(region: roster.region, revision: entry.revision)
        try work.emit(TechnicianStateV1(entry, at: work.now))
        for id in work[WaitingWorkOrders.self, technician.region]?.ids ?? [] {
            work.lookAgain(for: id, in: technician.region, at: work.now)
        }
    }

    private static func id(of command: RegisterTechnicianV1) -> TechnicianID {
        RegisterTechnicianV1.technicianID(employeeNumber: command.employeeNumber)
    }

    private static func technician(_ command: RegisterTechnicianV1) throws(RosterRefusal) -> Technician {
        try Technician(
            id: id(of: command),
            employeeNumber: command.employeeNumber,
            name: command.name,
            region: command.region,
            skills: command.skills,
            shift: Shift(start: command.shift.start, end: command.shift.end)
        )
    }
}
