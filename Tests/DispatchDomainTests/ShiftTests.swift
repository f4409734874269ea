import DispatchDomain
import Testing
import Vocabulary

@Suite("Shifts and times of day")
struct ShiftTests {
    @Test(
        "given a time as HH:MM, when it is read and written, then it is the same",
        arguments: ["00:00", "08:05", "23:59"]
    )
    func roundTrip(text: String) {
        #expect(TimeOfDay(text)?.description == text)
    }

    @Test(
        "given anything else, when it is read, then it is refused",
        arguments: ["", "8:00", "24:00", "12:60", "12-00", "１２:00", "12:00:00", "-1:00"]
    )
    func rejects(text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test(
        "given the three shifts of the centre, when their length is asked, then each lasts as planned (CK-23)",
        arguments: [
            ("08:00", "20:00", 720), ("09:00", "21:00", 720), ("20:00", "08:00", 720), ("06:00", "06:00", 1440),
        ]
    )
    func length(start: String, end: String, minutes: Int) throws {
        let shift = Shift(start: try #require(TimeOfDay(start)), end: try #require(TimeOfDay(end)))
        #expect(shift.minutes == minutes)
    }

    @Test("given a night shift, when its window is asked, then it ends on the next day")
    func nightShift() throws {
        let shift = Shift(start: try #require(TimeOfDay("20:00")), end: try #require(TimeOfDay("08:00")))
        let day = try #require(CalendarDate("2026-11-21"))
        #expect(shift.window(on: day, zone: .shanghai) == window(at(20), at(8, day: 22)))
    }
}

@Suite("Technician (DI-10)")
struct TechnicianTests {
    private func technician(
        number: String = "E-1",
        name: String = "李工",
        region: String = "GBR",
        skills: [String] = ["*"],
        end: String = "20:00"
    ) throws(RosterRefusal) -> Technician {
        try Technician(
            id: .number(1),
            employeeNumber: number,
            name: Personal(name),
            region: region,
            skills: skills,
            shift: Shift(start: "08:00", end: end)
        )
    }

    @Test("given blank texts, no skill or a shift that nobody can read, then there is no such technician")
    func refusals() throws {
        #expect(throws: RosterRefusal.noEmployeeNumber) { try technician(number: " ") }
        #expect(throws: RosterRefusal.noName) { try technician(name: " \n") }
        #expect(throws: RosterRefusal.noRegion) { try technician(region: " ") }
        #expect(throws: RosterRefusal.noSkills) { try technician(skills: []) }
        #expect(throws: RosterRefusal.noSkills) { try technician(skills: [" "]) }
        #expect(throws: RosterRefusal.malformedShift) { try technician(end: "8 pm") }
        #expect(try technician(skills: ["Lamp", " "]).skills == ["Lamp"])
    }
}
