import DispatchDomain
import Testing
import Vocabulary

/// Saturday 21 November 2026; `8:00` is 08:00 in Shanghai.
func at(_ hour: Int, _ minute: Int = 0, day: Int = 21) -> Timestamp {
    let midnight = Timestamp(1_795_219_200) - .hours(8)  // 2026-11-21T00:00:00+08:00
    return midnight + .days(Int64(day - 21)) + .hours(Int64(hour)) + .minutes(Int64(minute))
}

func window(_ start: Timestamp, _ end: Timestamp) -> AppointmentWindow {
    AppointmentWindow(start: start, end: end)
}

extension TechnicianID {
    static func number(_ number: UInt64) -> TechnicianID { TechnicianID(UniqueID(high: 7, low: number)) }
}

func technician(
    _ number: UInt64,
    skills: [String] = ["*"],
    shift: (String, String) = ("08:00", "20:00"),
    region: String = "GBR"
) throws -> Technician {
    try Technician(
        id: .number(number),
        employeeNumber: "E-\(number)",
        name: Personal(impersonal: "工程师\(number)"),
        region: region,
        skills: skills,
        shift: Shift(start: try #require(TimeOfDay(shift.0)), end: try #require(TimeOfDay(shift.1)))
    )
}

func workOrderID(_ number: UInt64 = 1) -> WorkOrderID { WorkOrderID(UniqueID(high: 1, low: number)) }

/// splitmix64: the same numbers for the same seed, so that a failure can be played again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
