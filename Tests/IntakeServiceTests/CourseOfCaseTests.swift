import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Intake follows a case", .timeLimit(.minutes(2)))
struct CourseOfCaseTests {
    @Test("FL-01: given a repair that satisfies, when its last part ends, then the case is closed as repaired, once")
    func repaired() async throws {
        let intake = try await makeIntake()
        let (caseID, workOrder) = try await dispatched(intake)
        try await intake.send(Samples.scheduled(caseID, workOrder))
        try await intake.send(Samples.arrived(caseID, workOrder))
        try await intake.send(Samples.completed(caseID, workOrder))
        #expect(try await intake.state(of: caseID)?.status == .inProgress)
        try await intake.send(Samples.answered(caseID))

        let closed = try await intake.sent(CaseClosedV1.self)
        #expect(closed.map(\.outcome) == [.repaired])
        let state = try #require(try await intake.state(of: caseID))
        #expect(state.status == .closed)
        #expect(state.respondedAt != nil && state.arrivedAt != nil && state.repairedAt != nil)
        #expect(state.breachedClocks.isEmpty)
        #expect(state.parts.allSatisfy { $0.status == .ended })
        #expect(try await intake.advance(by: .days(3)) == 0)
    }

    @Test(
        "FL-01: given an unsatisfied customer, when survey and complaint are told in the wrong order, then the case waits for the complaint"
    )
    func unsatisfied() async throws {
        let intake = try await makeIntake()
        let (caseID, workOrder) = try await dispatched(intake)
        try await intake.send(complaintRegistered(caseID))
        try await intake.send(Samples.answered(caseID, complaint: Samples.complaint))
        try await intake.send(Samples.completed(caseID, workOrder))
        #expect(try await intake.sent(CaseClosedV1.self).isEmpty)
        try await intake.send(complaintClosed(caseID))
        #expect(try await intake.sent(CaseClosedV1.self).map(\.outcome) == [.repaired])
    }

    @Test(
        "FL-01: given a unit that cannot be repaired, when the return is settled before it is told that one is needed, then it ends as exchanged"
    )
    func exchanged() async throws {
        let intake = try await makeIntake()
        let (caseID, workOrder) = try await dispatched(intake)
        try await intake.send(
            ReturnSettledV1(caseID: caseID, returnID: Samples.returnID, settlement: .exchange, settledAt: .now)
        )
        try await intake.send(
            WorkOrderNotRepairableV1(
                caseID: caseID,
                workOrderID: workOrder,
                returnID: Samples.returnID,
                finding: "主板烧毁",
                reservationIDs: [],
                customer: Samples.customer,
                product: Samples.product,
                entitlement: Samples.free,
                region: "CN-SH",
                reportedAt: .now
            )
        )
        #expect(try await intake.sent(CaseClosedV1.self).map(\.outcome) == [.exchanged])
    }

    @Test(
        "given a closed case, when a complaint is registered, then it is reopened and closed again with the complaint"
    )
    func reopened() async throws {
        let intake = try await makeIntake()
        let caseID = try await intake.register(Samples.request(.enquiry))
        try await intake.send(ResolveByPhoneV1(caseID: caseID, solution: "说明书第 3 页"))
        try await intake.send(complaintRegistered(caseID))
        #expect(try await intake.sent(CaseReopenedV1.self).map(\.reason) == ["complaint"])
        #expect(try await intake.state(of: caseID)?.status == .inProgress)
        try await intake.send(complaintClosed(caseID))
        #expect(try await intake.sent(CaseClosedV1.self).count == 2)
        #expect(try await intake.state(of: caseID)?.status == .closed)
    }

    @Test(
        "given a technician at the customer's, when the case is cancelled, then the command is rejected with a reason"
    )
    func cancelTooLate() async throws {
        let intake = try await makeIntake()
        let (caseID, workOrder) = try await dispatched(intake)
        try await intake.send(Samples.arrived(caseID, workOrder))
        try await intake.send(CancelCaseV1(caseID: caseID, reason: "不需要了"))
        #expect(try await intake.sent(CommandRejectedV1.self).map(\.problem.code) == ["work-has-begun"])
        #expect(try await intake.sent(CaseCancelledV1.self).isEmpty)
    }

    @Test("given an open case, when it is cancelled twice, then it is cancelled once and both commands are completed")
    func cancelTwice() async throws {
        let intake = try await makeIntake()
        let caseID = try await intake.register()
        try await intake.send(CancelCaseV1(caseID: caseID, reason: "不需要了"))
        try await intake.send(CancelCaseV1(caseID: caseID, reason: "不需要了"))
        #expect(try await intake.sent(CaseCancelledV1.self).count == 1)
        #expect(try await intake.sent(CommandCompletedV1.self).count == 3)
        #expect(try await intake.state(of: caseID)?.cancellationReason == "不需要了")
    }

    @Test("given no such case, when something is done to it, then the command is rejected as unknown")
    func unknownCase() async throws {
        let intake = try await makeIntake()
        let nowhere = CaseID(UniqueID.version7(at: .now))
        try await intake.send(RecordFirstResponseV1(caseID: nowhere))
        #expect(try await intake.sent(CommandRejectedV1.self).map(\.problem.code) == ["unknown-case"])
        let report = try await intake.send(complaintRegistered(nowhere))
        #expect(report.parked == 0)
    }

    private func dispatched(_ intake: ServiceHarness) async throws -> (CaseID, WorkOrderID) {
        let caseID = try await intake.register()
        let workOrder = try #require(try await intake.routed(caseID)?.workOrderID)
        return (caseID, workOrder)
    }

    private func complaintRegistered(_ caseID: CaseID) -> ComplaintRegisteredV1 {
        ComplaintRegisteredV1(
            caseID: caseID,
            complaintID: Samples.complaint,
            object: "上门服务",
            demand: "道歉",
            facts: Personal("迟到"),
            channel: .phone,
            urgency: .normal,
            origin: .customer,
            registeredAt: .now,
            visitDue: .now + .hours(8),
            handlingDue: .now + .days(1)
        )
    }

    private func complaintClosed(_ caseID: CaseID) -> ComplaintClosedV1 {
        ComplaintClosedV1(caseID: caseID, complaintID: Samples.complaint, validity: .valid, closedAt: .now)
    }
}
