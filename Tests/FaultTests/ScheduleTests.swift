import FaultKit
import Testing

@Suite("Schedules")
struct ScheduleTests {
    @Test("given one seed, when schedules are made twice, then they are the same", arguments: FaultRow.all.map(\.id))
    func isRepeatable(_ id: String) throws {
        let row = try #require(FaultRow.all.first { $0.id == id })
        #expect(row.schedule(seed: 7).steps == row.schedule(seed: 7).steps)
    }
}
