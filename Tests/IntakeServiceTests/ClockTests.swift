import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Intake watches the clocks", .timeLimit(.minutes(2)))
struct ClockTests {
    @Test("CK-02 CK-03: given nobody who answers, when the time runs out, then each breach is told once")
    func breaches() async throws {
        let intake = try await makeIntake()
        let caseID = try await intake.register()
        try await intake.advance(by: .minutes(29))
        #expect(try await intake.sent(CaseClockBreachedV1.self).isEmpty)
        try await intake.advance(by: .minutes(1))
        #expect(try await intake.sent(CaseClockBreachedV1.self).map(\.clock) == [.response])
        try await intake.advance(by: .hours(24))
        try await intake.advance(by: .hours(24))
        #expect(try await intake.sent(CaseClockBreachedV1.self).map(\.clock) == [.response, .arrival])
        let registered = try #require(try await intake.sent(CaseRegisteredV1.self).first)
        #expect(try await intake.sent(CaseClockBreachedV1.self).first?.dueAt == registered.responseDue)
        #expect(try await intake.state(of: caseID)?.breachedClocks == [.response, .arrival])
    }

    @Test("CK-02: given a first response in time, when the due time passes, then nothing is breached")
    func responseInTime() async throws {
        let intake = try await makeIntake()
        let caseID = try await intake.register(Samples.request(.enquiry))
        try await intake.send(RecordFirstResponseV1(caseID: caseID, note: "已电话联系"))
        #expect(try await intake.sent(FirstResponseRecordedV1.self).map(\.note) == ["已电话联系"])
        #expect(try await intake.advance(by: .hours(48)) == 0)
        #expect(try await intake.state(of: caseID)?.respondedAt != nil)
    }

    @Test(
        "CK-04: given a repair that waits for parts, when a day has passed, then it is not late, and it is due again after the next arrival"
    )
    func waitForParts() async throws {
        let intake = try await makeIntake()
        let caseID = try await intake.register()
        let workOrder = try #require(try await intake.routed(caseID)?.workOrderID)
        try await intake.send(Samples.arrived(caseID, workOrder))
        let due = try #require(try await intake.state(of: caseID)?.repairDue)
        try await intake.send(
            WorkOrderWaitingForPartsV1(
                caseID: caseID,
                workOrderID: workOrder,
                reservationID: ReservationID(UniqueID(high: 0x8000, low: 7)),
                lines: [PartLine(sku: "CORD-1", quantity: 1)],
                since: .now
            )
        )
        #expect(try await intake.state(of: caseID)?.isRepairPaused == true)
        #expect(try await intake.advance(by: .days(2)) == 0)
        try await intake.send(Samples.arrived(caseID, workOrder))
        let state = try #require(try await intake.state(of: caseID))
        #expect(!state.isRepairPaused)
        #expect(try #require(state.repairDue) > due)
        try await intake.advance(by: .days(2))
        #expect(try await intake.sent(CaseClockBreachedV1.self).map(\.clock) == [.repair])
    }
}
