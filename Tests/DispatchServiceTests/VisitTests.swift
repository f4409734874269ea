import DispatchService
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Visits from departure to report", .timeLimit(.minutes(2)))
struct VisitTests {
    private let lines = [PartLine(sku: "PUMP-7", quantity: 1), PartLine(sku: "SEAL", quantity: 2)]

    @Test("given a visit, when the work is done, then the report is out, the survey named and the time free (DI-22)")
    func completes() async throws {
        let fixture = try await DispatchFixture()
        let (caseID, id) = try await fixture.arrived()
        try await fixture.harness.send(
            CompleteWorkV1(
                caseID: caseID,
                workOrderID: id,
                faultFound: "seal torn",
                measure: "seal replaced",
                partsUsed: [PartLine(sku: "SEAL", quantity: 1)]
            )
        )
        let completed = try #require(try await fixture.harness.sent(WorkOrderCompletedV1.self).first)
        #expect(completed.caseID == caseID)
        #expect(completed.report.partsUsed == [PartLine(sku: "SEAL", quantity: 1)])
        #expect(completed.surveyID == SurveyID.derived("survey", from: id.description))
        #expect(completed.customer.name == Personal("王芳"))
        #expect(completed.reservationIDs.isEmpty)
        #expect(try await fixture.openBookings() == 0)
        #expect(try await fixture.status(of: id) == "done")
        #expect(try await fixture.harness.sent(CommandCompletedV1.self).last?.aggregate == "work-order")
        #expect(try await fixture.harness.sent(TechnicianDepartedV1.self).count == 1)
        #expect(try await fixture.harness.sent(TechnicianArrivedV1.self).count == 1)
    }

    @Test("given an act out of turn, when it is sent, then it is rejected by name; sent again, it changes nothing")
    func refusals() async throws {
        let fixture = try await DispatchFixture()
        let routed = try await fixture.scheduled()
        let id = try #require(routed.workOrderID)
        try await fixture.harness.send(ArriveV1(caseID: routed.caseID, workOrderID: id))
        #expect(try await fixture.lastProblem() == "technician-not-under-way")
        try await fixture.harness.send(DepartV1(caseID: DispatchFixture.newID(), workOrderID: id))
        #expect(try await fixture.lastProblem() == "unknown-work-order")
        try await fixture.harness.send(DepartV1(caseID: routed.caseID, workOrderID: id))
        try await fixture.harness.send(DepartV1(caseID: routed.caseID, workOrderID: id))
        #expect(try await fixture.harness.sent(TechnicianDepartedV1.self).count == 1)
        #expect(try await fixture.harness.sent(CommandRejectedV1.self).count == 2)
    }

    @Test("given parts that lack, when the store has them, then a second visit is planned (DI-13)")
    func waitsForParts() async throws {
        let fixture = try await DispatchFixture()
        let (caseID, id) = try await fixture.arrived()
        try await fixture.harness.send(WaitForPartsV1(caseID: caseID, workOrderID: id, lines: lines))
        let requested = try #require(try await fixture.harness.sent(PartsRequestedV1.self).first)
        #expect(requested.site == fixture.region)
        #expect(requested.lines == lines)
        #expect(
            try await fixture.harness.sent(WorkOrderWaitingForPartsV1.self).map(\.reservationID)
                == [requested.reservationID]
        )
        #expect(try await fixture.openBookings() == 0)
        try await fixture.harness.send(
            ShortageReportedV1(
                caseID: caseID,
                workOrderID: id,
                reservationID: requested.reservationID,
                site: fixture.region,
                lines: lines,
                missing: [lines[1]],
                reportedAt: .now
            )
        )
        #expect(try await fixture.harness.sent(WorkOrderStateV1.self).last?.missingParts == [lines[1]])
        try await fixture.harness.send(reserved(requested))
        #expect(try await fixture.harness.sent(VisitScheduledV1.self).map(\.visitNumber) == [1, 2])
        #expect(try await fixture.status(of: id) == "assigned")
    }

    private func reserved(_ requested: PartsRequestedV1) -> PartsReservedV1 {
        PartsReservedV1(
            caseID: requested.caseID,
            workOrderID: requested.workOrderID,
            reservationID: requested.reservationID,
            site: requested.site,
            lines: requested.lines,
            reservedAt: .now
        )
    }

    @Test("given a second visit, when it ends without naming parts, then what was reserved counts as used")
    func usesReserved() async throws {
        let fixture = try await DispatchFixture()
        let (caseID, id) = try await fixture.arrived()
        try await fixture.harness.send(WaitForPartsV1(caseID: caseID, workOrderID: id, lines: lines))
        let requested = try #require(try await fixture.harness.sent(PartsRequestedV1.self).first)
        try await fixture.harness.send(reserved(requested))
        try await fixture.harness.send(DepartV1(caseID: caseID, workOrderID: id))
        try await fixture.harness.send(ArriveV1(caseID: caseID, workOrderID: id))
        try await fixture.harness.send(
            CompleteWorkV1(caseID: caseID, workOrderID: id, faultFound: "pump", measure: "pump replaced")
        )
        let completed = try #require(try await fixture.harness.sent(WorkOrderCompletedV1.self).first)
        #expect(completed.report.partsUsed == lines)
        #expect(completed.reservationIDs == [requested.reservationID])
    }

    @Test("given a product beyond repair, when reported, then a return is named and the work order has ended")
    func notRepairable() async throws {
        let fixture = try await DispatchFixture()
        let (caseID, id) = try await fixture.arrived()
        try await fixture.harness.send(
            ReportNotRepairableV1(caseID: caseID, workOrderID: id, finding: "board burnt out")
        )
        let ended = try #require(try await fixture.harness.sent(WorkOrderNotRepairableV1.self).first)
        #expect(ended.returnID == ReturnID.derived("return", from: id.description))
        #expect(try await fixture.status(of: id) == "not-repairable")
        #expect(try await fixture.openBookings() == 0)
    }

    @Test(
        "given a case that is called off, when a second has passed, then its work order is cancelled and the time free"
    )
    func cancelled() async throws {
        let fixture = try await DispatchFixture()
        let routed = try await fixture.scheduled()
        let id = try #require(routed.workOrderID)
        try await fixture.harness.send(
            CaseCancelledV1(caseID: routed.caseID, reason: "bought a new one", cancelledAt: .now)
        )
        try await fixture.harness.advance(by: .seconds(1))
        let cancelled = try #require(try await fixture.harness.sent(WorkOrderCancelledV1.self).first)
        #expect(cancelled.reason == "bought a new one")
        #expect(try await fixture.status(of: id) == "cancelled")
        #expect(try await fixture.openBookings() == 0)
    }

    @Test("given finished work, when its case is called off too late, then the work order stays as it is")
    func cancelledTooLate() async throws {
        let fixture = try await DispatchFixture()
        let (caseID, id) = try await fixture.arrived()
        try await fixture.harness.send(
            ReportNotRepairableV1(caseID: caseID, workOrderID: id, finding: "burnt out")
        )
        try await fixture.harness.send(
            CaseResolvedByPhoneV1(caseID: caseID, solution: "plugged in", resolvedAt: .now)
        )
        try await fixture.harness.advance(by: .seconds(1))
        #expect(try await fixture.status(of: id) == "not-repairable")
        #expect(try await fixture.harness.sent(WorkOrderCancelledV1.self).isEmpty)
    }
}
