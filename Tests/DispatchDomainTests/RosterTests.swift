import DispatchDomain
import Testing
import Vocabulary

@Suite("The roster finds the first free slot (DI-15, BX-13)")
struct RosterTests {
    private let policy = AppointmentPolicy.standard

    private func roster(_ technicians: Technician...) -> Roster {
        Roster(region: "GBR", entries: technicians.map { Roster.Entry(technician: $0) })
    }

    private func slot(
        _ roster: Roster,
        for category: String = "Lamp",
        wished: Timestamp? = nil,
        now: Timestamp = at(10)
    ) throws -> Slot {
        let result = roster.firstFreeSlot(for: category, wishedTime: wished, now: now, policy: policy)
        guard case .found(let slot) = result else {
            Issue.record("no slot: \(result)")
            throw RosterRefusal.unknownTechnician
        }
        return slot
    }

    private func book(_ roster: inout Roster, _ slot: Slot, _ number: UInt64) throws -> Booking {
        let booking = Visit(number: 1, slot: slot).booking(of: workOrderID(number))
        try roster.book(booking)
        return booking
    }

    @Test("given an empty day, when a slot is sought, then the visit begins an hour from now, on the grid")
    func earliest() throws {
        let roster = try roster(technician(1))
        let found = try slot(roster, now: at(10, 7))
        #expect(found.visit == window(at(11, 15), at(12, 45)))
        #expect(found.booked == window(at(10, 45), at(12, 45)))
    }

    @Test("given a wished time, when it lies ahead, then the visit is not before it; when it has passed, then at once")
    func wishedTime() throws {
        let roster = try roster(technician(1))
        #expect(try slot(roster, wished: at(14, day: 23)).visit.start == at(14, day: 23))
        #expect(try slot(roster, wished: at(14, day: 1)).visit.start == at(11))
    }

    @Test("given the end of the shift, when the visit does not fit any more, then it is on the next morning")
    func shiftEnd() throws {
        let roster = try roster(technician(1))
        #expect(try slot(roster, now: at(17, 30)).visit == window(at(18, 30), at(20)))
        #expect(try slot(roster, now: at(17, 31)).visit == window(at(8, 30, day: 22), at(10, day: 22)))
    }

    @Test("given a night shift, when a slot is sought after midnight, then yesterday's shift still counts")
    func nightShift() throws {
        let roster = try roster(technician(1, shift: ("20:00", "08:00")))
        #expect(try slot(roster, now: at(2)).visit.start == at(3))
        #expect(try slot(roster, now: at(6)).visit.start == at(20, 30))
    }

    @Test("given booked technicians, when slots are sought, then the day fills without overlap and then the next one")
    func fillsTheDay() throws {
        var roster = try roster(technician(1))
        var bookings: [Booking] = []
        for number in 1...7 {
            bookings.append(try book(&roster, try slot(roster, now: at(7)), UInt64(number)))
        }
        for (index, booking) in bookings.enumerated() {
            #expect(!bookings[..<index].contains { $0.window.overlaps(booking.window) })
        }
        #expect(bookings[5].window == window(at(18), at(20)))
        #expect(bookings[6].window.start == at(8, day: 22))
    }

    @Test("given two who are free, when a slot is sought, then the least loaded goes, then the lower id")
    func leastLoaded() throws {
        var roster = try roster(technician(2), technician(1))
        #expect(try slot(roster).technician.id == .number(1))
        let later = Booking(
            workOrderID: workOrderID(9),
            visitNumber: 1,
            technicianID: .number(1),
            window: window(at(8, day: 25), at(10, day: 25))
        )
        try roster.book(later)
        #expect(try slot(roster).technician.id == .number(2))
    }

    @Test("given skills, when a slot is sought, then only who masters the category is sent")
    func skills() throws {
        let roster = try roster(technician(1, skills: ["Kettle"]), technician(2, skills: ["Lamp"]))
        #expect(try slot(roster).technician.id == .number(2))
        #expect(
            roster.firstFreeSlot(for: "Fan", wishedTime: nil, now: at(10), policy: policy) == .none(.noTechnician)
        )
    }

    @Test("given a wish beyond the horizon or a full roster, when a slot is sought, then the reason is named (DI-14)")
    func reasons() throws {
        let everything = BusyTimes([window(at(0), at(0, day: 90))])
        let roster = Roster(region: "GBR", entries: [Roster.Entry(technician: try technician(1), busy: everything)])
        let far = roster.firstFreeSlot(for: "Lamp", wishedTime: at(0, day: 91), now: at(10), policy: policy)
        #expect(far == .none(.wishTooFarAhead))
        let full = roster.firstFreeSlot(for: "Lamp", wishedTime: nil, now: at(10), policy: policy)
        #expect(full == .none(.noFreeSlot))
    }

    @Test("given a booked stretch, when it is booked again, then the roster refuses")
    func doubleBooking() throws {
        var roster = try roster(technician(1))
        let first = try book(&roster, try slot(roster), 1)
        let second = Booking(
            workOrderID: workOrderID(2),
            visitNumber: 1,
            technicianID: .number(1),
            window: first.window
        )
        #expect(throws: RosterRefusal.alreadyBooked) { try roster.book(second) }
        #expect(throws: RosterRefusal.unknownTechnician) {
            try roster.book(
                Booking(workOrderID: workOrderID(2), visitNumber: 1, technicianID: .number(5), window: first.window)
            )
        }
        #expect(roster.bookings == [first])
        #expect(roster.entry(.number(1))?.openVisits == 1)
    }

    @Test("given a technician, when registered again unchanged, then nothing changes; changed, then replaced")
    func registers() throws {
        var roster = Roster(region: "GBR")
        #expect(roster.register(try technician(1))?.revision == 1)
        #expect(roster.register(try technician(1)) == nil)
        #expect(roster.register(try technician(1, skills: ["Lamp"]))?.revision == 2)
        #expect(roster.entries.map(\.technician) == [try technician(1, skills: ["Lamp"])])
        #expect(roster.register(try technician(2), revision: 7)?.revision == 8)
    }

    @Test("given bookings, when the technicians are announced, then only those who changed, and only once")
    func announces() throws {
        var roster = try roster(technician(1), technician(2))
        _ = try book(&roster, try slot(roster), 1)
        #expect(roster.announce().map(\.technician.id) == [.number(1)])
        #expect(roster.announce().isEmpty)
    }

    @Test("given random requests, when played, then nobody is ever in two places", arguments: UInt64(1)...20)
    func neverTwoPlaces(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let entries = try (1...4).map {
            Roster.Entry(technician: try technician($0, skills: $0 == 1 ? ["Lamp"] : ["*"]))
        }
        var roster = Roster(region: "GBR", entries: entries)
        var now = at(6)
        for number in 1...UInt64(150) {
            now = now + .minutes(Int64.random(in: 0...90, using: &random))
            let category = Bool.random(using: &random) ? "Lamp" : "Fan"
            let found = try slot(roster, for: category, now: now)
            #expect(found.technician.masters(category))
            #expect(found.visit.start >= now + policy.lead)
            let known = roster.bookings
            let booking = try book(&roster, found, number)
            #expect(!known.contains { $0.technicianID == booking.technicianID && $0.window.overlaps(booking.window) })
        }
    }

    @Test("given attempts in vain, when the next is planned, then the wait doubles from 10 s to 10 min")
    func retries() {
        #expect(
            [1, 2, 3, 6, 7, 8, 1000].map(policy.retryDelay(afterAttempt:)) == [
                .seconds(10), .seconds(20), .seconds(40), .seconds(320), .minutes(10), .minutes(10), .minutes(10),
            ]
        )
    }
}
