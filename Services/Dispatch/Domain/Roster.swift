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
    /// In order of the technicians' ids.
    package private(set) var entries: [Entry]
    /// Booked since the roster was read; storage writes these and the entries that changed, nothing else.
    package private(set) var bookings: [Booking] = []
    /// Whether the next announcement of the technicians is already arranged.
    package var isAnnouncementDue: Bool

    /// One technician and how busy they are.
    package struct Entry: Equatable, Sendable {
        package internal(set) var technician: Technician
        package internal(set) var busy: BusyTimes
        /// Visits agreed and not ended.
        package internal(set) var openVisits: Int
        /// `openVisits` as the read models know it.
        package internal(set) var announcedVisits: Int
        /// Counts the announcements.
        package internal(set) var revision: Int64

        package init(
            technician: Technician,
            busy: BusyTimes = BusyTimes(),
            openVisits: Int = 0,
            announcedVisits: Int = 0,
            revision: Int64 = 0
        ) {
            self.technician = technician
            self.busy = busy
            self.openVisits = openVisits
            self.announcedVisits = announcedVisits
            self.revision = revision
        }
    }

    package init(region: String, entries: [Entry] = [], isAnnouncementDue: Bool = false) {
        self.region = region
        self.entries = entries.sorted { $0.technician.id < $1.technician.id }
        self.isAnnouncementDue = isAnnouncementDue
    }

    package func entry(_ id: TechnicianID) -> Entry? {
        entries.first { $0.technician.id == id }
    }

    /// Adds a technician or replaces what is known of one.
    ///
    /// - Parameter revision: the last one under which the technician was announced, when another region knew them.
    /// - Returns: the entry to announce; `nil` when nothing changes.
    package mutating func register(_ technician: Technician, revision: Int64 = 0) -> Entry? {
        var entry = entry(technician.id) ?? Entry(technician: technician)
        guard entry.revision == 0 || entry.technician != technician else { return nil }
        entry.technician = technician
        entry.announcedVisits = entry.openVisits
        entry.revision = max(entry.revision, revision) + 1
        entries.removeAll { $0.technician.id == technician.id }
        let index = entries.firstIndex { $0.technician.id > technician.id } ?? entries.endIndex
        entries.insert(entry, at: index)
        return entry
    }

    /// Takes the time of a technician.
    ///
    /// - Throws: `alreadyBooked` when any of it is taken; the database refuses the same once more.
    package mutating func book(_ booking: Booking) throws(RosterRefusal) {
        guard let index = entries.firstIndex(where: { $0.technician.id == booking.technicianID }) else {
            throw .unknownTechnician
        }
        guard entries[index].busy.isFree(booking.window) else { throw .alreadyBooked }
        entries[index].busy.insert(booking.window)
        entries[index].openVisits += 1
        bookings.append(booking)
    }

    /// The technicians whose number of open visits the read models do not know yet; from now on they do.
    package mutating func announce() -> [Entry] {
        var changed: [Entry] = []
        for index in entries.indices where entries[index].openVisits != entries[index].announcedVisits {
            entries[index].announcedVisits = entries[index].openVisits
            entries[index].revision += 1
            changed.append(entries[index])
        }
        return changed
    }
}

package enum RosterRefusal: String, Refusal, CaseIterable {
    case unknownTechnician = "unknown-technician"
    case alreadyBooked = "technician-already-booked"
    case noEmployeeNumber = "technician-without-employee-number"
    case noName = "technician-without-name"
    case noRegion = "technician-without-region"
    case noSkills = "technician-without-skills"
    case malformedShift = "malformed-shift"

    package var code: String { rawValue }

    package var explanation: Bilingual {
        switch self {
        case .unknownTechnician:
            Bilingual(zh: "该区域没有这位工程师。", en: "The region has no such technician.")
        case .alreadyBooked:
            Bilingual(zh: "该工程师在此时段已有预约。", en: "The technician is already booked at that time.")
        case .noEmployeeNumber:
            Bilingual(zh: "请填写工号。", en: "Write down the employee number.")
        case .noName:
            Bilingual(zh: "请填写工程师姓名。", en: "Write down the technician's name.")
        case .noRegion:
            Bilingual(zh: "请填写服务区域。", en: "Write down the region.")
        case .noSkills:
            Bilingual(zh: "请至少写明一项技能，“*”表示全部。", en: "Name at least one skill; “*” stands for all.")
        case .malformedShift:
            Bilingual(zh: "班次时间应写作 HH:MM。", en: "Times of a shift are written HH:MM.")
        }
    }
}
