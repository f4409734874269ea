import Vocabulary

/// One booked stretch of a technician's time: the way there and the visit.
package struct Booking: Hashable, Sendable {
    package let workOrderID: WorkOrderID
    package let visitNumber: Int
    package let technicianID: TechnicianID
    /// Travel and visit together.
    package let window: AppointmentWindow

    package init(workOrderID: WorkOrderID, visitNumber: Int, technicianID: TechnicianID, window: AppointmentWindow) {
        self.workOrderID = workOrderID
        self.visitNumber = visitNumber
        self.technicianID = technicianID
        self.window = window
    }
}

/// 排班表: the technicians of a region and when each is booked; whoever plans a visit there goes through it.
package struct Roster: Equatable, Sendable {
    package let region: String
    /// In order of their ids.
    package private(set) var technicians: [Technician]
    package private(set) var busy: [TechnicianID: BusyTimes]
    /// What was changed since the roster was read, in order; storage writes this and nothing else.
    package private(set) var changes: [Change] = []

    package enum Change: Equatable, Sendable {
        case registered(Technician)
        case booked(Booking)
        case released(Booking)
    }

    package init(region: String, technicians: [Technician] = [], busy: [TechnicianID: BusyTimes] = [:]) {
        self.region = region
        self.technicians = technicians.sorted { $0.id < $1.id }
        self.busy = busy
    }

    package func technician(_ id: TechnicianID) -> Technician? {
        technicians.first { $0.id == id }
    }

    /// Adds a technician or replaces what is known of one; `false` when nothing changes.
    @discardableResult
    package mutating func register(_ technician: Technician) -> Bool {
        guard self.technician(technician.id) != technician else { return false }
        technicians.removeAll { $0.id == technician.id }
        let index = technicians.firstIndex { $0.id > technician.id } ?? technicians.endIndex
        technicians.insert(technician, at: index)
        changes.append(.registered(technician))
        return true
    }

    /// Takes the time of a technician.
    ///
    /// - Throws: `alreadyBooked` when any of it is taken; the database refuses the same once more.
    package mutating func book(_ booking: Booking) throws(RosterRefusal) {
        guard technician(booking.technicianID) != nil else { throw .unknownTechnician }
        guard busy[booking.technicianID, default: BusyTimes()].isFree(booking.window) else { throw .alreadyBooked }
        busy[booking.technicianID, default: BusyTimes()].insert(booking.window)
        changes.append(.booked(booking))
    }

    /// Gives the time of a visit back that ended, or that will not be.
    package mutating func release(_ booking: Booking) {
        busy[booking.technicianID]?.remove(booking.window)
        changes.append(.released(booking))
    }
}

package enum RosterRefusal: String, Refusal {
    case unknownTechnician = "unknown-technician"
    case alreadyBooked = "technician-already-booked"

    package var code: String { rawValue }

    package var explanation: Bilingual {
        switch self {
        case .unknownTechnician:
            Bilingual(zh: "该区域没有这位工程师。", en: "The region has no such technician.")
        case .alreadyBooked:
            Bilingual(zh: "该工程师在此时段已有预约。", en: "The technician is already booked at that time.")
        }
    }
}
