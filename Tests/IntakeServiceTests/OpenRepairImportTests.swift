import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Intake takes repair records of partners", .timeLimit(.minutes(2)))
struct OpenRepairImportTests {
    @Test(
        "BX-28 BX-01: given a row of the Open Repair standard, when it arrives, then a repair case is opened and routed"
    )
    func record() async throws {
        let intake = try await makeIntake()
        try await intake.send(try record(id: "rcwales_3"))
        let registered = try #require(try await intake.sent(CaseRegisteredV1.self).first)
        #expect(registered.channel == .import)
        #expect(registered.reference == "rcwales_3")
        #expect(registered.customer.name.value == "ORDS visitor, Cardiff Cathays")
        #expect(
            registered.entitlement
                == Entitlement(
                    decision: .free,
                    reason: .withinGuarantee,
                    guaranteeEnd: CalendarDate("2017-09-30")
                )
        )
        #expect(try await intake.routed(registered.caseID)?.workOrderID != nil)
        #expect(try await intake.sent(CommandCompletedV1.self).count == 1)
    }

    @Test("given a row that is published again, when it arrives, then it is the same case")
    func again() async throws {
        let intake = try await makeIntake()
        try await intake.send(try record(id: "rcwales_3"))
        try await intake.send(try record(id: "rcwales_3"))
        try await intake.send(try record(id: "rcwales_4"))
        #expect(try await intake.sent(CaseRegisteredV1.self).map(\.reference) == ["rcwales_3", "rcwales_4"])
        #expect(try await intake.sent(CommandCompletedV1.self).count == 3)
    }

    private func record(id: String) throws -> OpenRepairRecordV1 {
        OpenRepairRecordV1(
            id: id,
            country: "GBR",
            productCategory: "Iron",
            brand: "Unknown",
            productAge: "0.5",
            repairStatus: .fixed,
            groupIdentifier: "Cardiff Cathays",
            eventDate: try #require(CalendarDate("2017-04-01")),
            problem: Personal("Iron Broken")
        )
    }
}
