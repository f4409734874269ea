import Database
import DispatchDomain
import DispatchService
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

/// Dispatch on a real database, and the messages that others send it.
struct DispatchFixture {
    let harness: ServiceHarness
    let region = "GBR"

    init() async throws {
        harness = try await ServiceHarness(
            service: .dispatch,
            migrations: DispatchWiring.migrations,
            handlers: DispatchWiring.handlers,
            deadlines: DispatchWiring.deadlines
        )
    }

    static func newID<Subject>() -> ID<Subject> {
        ID(.version7(at: .now))
    }

    func routed(
        _ caseID: CaseID = newID(),
        _ workOrderID: WorkOrderID = newID(),
        category: String = "Lamp"
    ) throws -> CaseRoutedV1 {
        CaseRoutedV1(
            caseID: caseID,
            number: try #require(CaseNumber("AS-20261121-000042")),
            destination: .dispatch,
            partID: workOrderID.value,
            channel: .phone,
            contactType: .repair,
            customer: Customer(name: Personal("王芳"), language: .chinese),
            product: Product(category: category),
            entitlement: Entitlement(decision: .free, reason: .withinGuarantee),
            symptom: Personal("不亮"),
            region: region,
            registeredAt: .now
        )
    }

    func technician(_ number: Int = 1, skills: [String] = ["*"], region: String = "GBR") -> RegisterTechnicianV1 {
        RegisterTechnicianV1(
            employeeNumber: "E-\(number)",
            name: Personal("李工"),
            region: region,
            skills: skills,
            shift: ShiftHours(start: "08:00", end: "20:00")
        )
    }

    /// A case with a visit agreed.
    func scheduled() async throws -> CaseRoutedV1 {
        try await harness.send(technician())
        let routed = try routed()
        try await harness.send(routed)
        return routed
    }

    /// A case whose technician is at the customer's.
    func arrived() async throws -> (caseID: CaseID, workOrderID: WorkOrderID) {
        let routed = try await scheduled()
        let id = try #require(routed.workOrderID)
        try await harness.send(DepartV1(caseID: routed.caseID, workOrderID: id))
        try await harness.send(ArriveV1(caseID: routed.caseID, workOrderID: id))
        return (routed.caseID, id)
    }

    func status(of id: WorkOrderID) async throws -> String? {
        let rows = try await harness.pool.query("select status from work_order where id = \(id)")
        return try rows.first?.decode("status", as: String.self)
    }

    /// Where technicians belong.
    func regions() async throws -> [String] {
        try await harness.pool.query("select region from technician order by region").map { try $0.decode("region") }
    }

    func openBookings() async throws -> Int {
        let rows = try await harness.pool.query("select count(*) as open from booking where released_at is null")
        return Int(try #require(rows.first).decode("open", as: Int64.self))
    }

    func lastProblem() async throws -> String? {
        try await harness.sent(CommandRejectedV1.self).last?.problem.code
    }
}
