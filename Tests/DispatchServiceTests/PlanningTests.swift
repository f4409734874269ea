import Database
import DispatchDomain
import DispatchService
import Messages
import TestKit
import Testing
import Vocabulary

@testable import Messaging

@Suite("Dispatch plans visits", .timeLimit(.minutes(2)))
struct PlanningTests {
    @Test("given a technician, when a case is routed, then a visit is scheduled within the shift (DI-15)")
    func schedules() async throws {
        let fixture = try await DispatchFixture()
        let routed = try await fixture.scheduled()
        let visit = try #require(try await fixture.harness.sent(VisitScheduledV1.self).first)
        #expect(visit.caseID == routed.caseID)
        #expect(visit.workOrderID == routed.workOrderID)
        #expect(visit.visitNumber == 1)
        #expect(visit.window.end - visit.window.start == .minutes(90))
        let start = ZoneOffset.shanghai.wallClock(at: visit.window.start).timeOfDay
        #expect((.minutes(510)...Duration.minutes(1110)).contains(start))
        #expect(try await fixture.status(of: visit.workOrderID) == "assigned")
        #expect(try await fixture.harness.sent(WorkOrderStateV1.self).last?.technicianID == visit.technicianID)
    }

    @Test("given a routed case, when it is told again, then nothing changes")
    func routedTwice() async throws {
        let fixture = try await DispatchFixture()
        let routed = try await fixture.scheduled()
        try await fixture.harness.send(routed)
        #expect(try await fixture.harness.sent(VisitScheduledV1.self).count == 1)
        #expect(try await fixture.openBookings() == 1)
    }

    @Test("given a case for another desk, when it is routed, then dispatch opens nothing")
    func elsewhere() async throws {
        let fixture = try await DispatchFixture()
        let routed = try fixture.routed()
        let complaint = CaseRoutedV1(
            caseID: routed.caseID,
            number: routed.number,
            destination: .complaints,
            partID: routed.partID,
            channel: .phone,
            contactType: .complaint,
            customer: routed.customer,
            product: routed.product,
            entitlement: routed.entitlement,
            symptom: routed.symptom,
            region: routed.region,
            registeredAt: .now
        )
        try await fixture.harness.send(complaint)
        #expect(try await fixture.harness.sentTypes().isEmpty)
    }

    @Test("given nobody with the skill, when a case is routed, then it waits and is told of once, while it is retried")
    func waits() async throws {
        let fixture = try await DispatchFixture()
        try await fixture.harness.send(fixture.technician(skills: ["Kettle"]))
        try await fixture.harness.send(try fixture.routed())
        let told = try #require(try await fixture.harness.sent(VisitNotPlannableV1.self).first)
        #expect(told.reason == .noTechnician)
        #expect(told.nextAttemptAt != nil)
        for seconds: Int64 in [11, 21, 41] {
            #expect(try await fixture.harness.advance(by: .seconds(seconds)) == 1)
        }
        #expect(try await fixture.harness.sent(VisitNotPlannableV1.self).count == 1)
        #expect(try await fixture.harness.sent(WorkOrderStateV1.self).last?.planningAttempts == 4)
    }

    @Test("given work orders that wait, when a technician is registered in the region, then they are planned at once")
    func registered() async throws {
        let fixture = try await DispatchFixture()
        for _ in 0..<3 { try await fixture.harness.send(try fixture.routed()) }
        #expect(try await fixture.harness.sent(VisitScheduledV1.self).isEmpty)
        try await fixture.harness.send(fixture.technician())
        try await fixture.harness.advance(by: .seconds(1))
        let visits = try await fixture.harness.sent(VisitScheduledV1.self)
        #expect(visits.count == 3)
        #expect(Set(visits.map(\.window.start)).count == 3)
    }

    @Test("given one technician registered in two regions in one batch, then the later region stands")
    func twoRegions() async throws {
        let fixture = try await DispatchFixture()
        let records = try ["GBR", "FRA"].map {
            try fixture.harness.record(of: fixture.technician(region: $0))
        }
        let report = try await fixture.harness.deliver(records)
        #expect(report.done == 2)
        #expect(try await fixture.regions() == ["FRA"])
        let told = try await fixture.harness.sent(TechnicianStateV1.self)
        #expect(told.map(\.region) == ["GBR", "FRA"])
        #expect(told.map(\.version) == [1, 2])
    }

    @Test("given a technician who moved meanwhile, when the old region writes what it knew, then it has to read again")
    func movedMeanwhile() async throws {
        let fixture = try await DispatchFixture()
        try await fixture.harness.send(fixture.technician(region: "GBR"))
        await #expect(throws: ConcurrentChange.self) {
            try await fixture.harness.pool.withTransaction { transaction in
                let before = try #require(try await Roster.load(["GBR"], in: transaction)["GBR"]).value
                _ = try await transaction.execute("update technician set region = 'FRA', revision = revision + 1")
                try await Roster.save([try Self.change(of: before, in: "GBR")], in: transaction)
            }
        }
    }

    @Test("given a technician told of by the old region and registered in the new one at once, then the new one stands")
    func toldAndMoved() async throws {
        for isReversed in [false, true] {
            let fixture = try await DispatchFixture()
            try await fixture.harness.send(fixture.technician(region: "GBR"))
            try await fixture.harness.pool.withTransaction { transaction in
                let rosters = try await Roster.load(["GBR", "FRA"], in: transaction)
                let old = try #require(rosters["GBR"]).value
                let new = try #require(rosters["FRA"]).value
                let technician = try #require(old.entries.first).technician
                let changes = [
                    try Self.change(of: old, in: "GBR"), try Self.change(of: new, in: "FRA", like: technician),
                ]
                try await Roster.save(isReversed ? changes.reversed() : changes, in: transaction)
            }
            #expect(try await fixture.regions() == ["FRA"])
        }
    }

    /// The technician of a roster learns something; the second revision.
    private static func change(
        of before: Roster,
        in region: String,
        like known: Technician? = nil
    ) throws -> StoredChange<Roster> {
        let known = try #require(known ?? before.entries.first?.technician)
        var after = before
        let changed = try Technician(
            id: known.id,
            employeeNumber: known.employeeNumber,
            name: known.name,
            region: region,
            skills: ["Kettle"],
            shift: known.shift
        )
        _ = after.register(changed, revision: 1)
        return StoredChange(key: region, before: before, after: after, version: 9)
    }

    @Test("given more who wait than one technician can serve, when one is registered, then the oldest are planned")
    func oldestFirst() async throws {
        let fixture = try await DispatchFixture()
        let records = try (0..<310).map { _ in try fixture.harness.record(of: try fixture.routed()) }
        try await fixture.harness.deliver(records)
        _ = try await fixture.harness.pool.execute("delete from timer")
        try await fixture.harness.send(fixture.technician())
        let rows = try await fixture.harness.pool.query(
            "select count(*) as armed from timer where kind = 'find-technician'"
        )
        #expect(try #require(rows.first).decode("armed", as: Int64.self) == 300)
    }

    @Test("given many cases in one batch, when planned, then no technician is in two places (BX-13)")
    func batch() async throws {
        let fixture = try await DispatchFixture()
        for number in 1...3 { try await fixture.harness.send(fixture.technician(number)) }
        let records = try (0..<60).map { _ in try fixture.harness.record(of: try fixture.routed()) }
        try await fixture.harness.deliver(records)
        let visits = try await fixture.harness.sent(VisitScheduledV1.self)
        #expect(visits.count == 60)
        for (index, visit) in visits.enumerated() {
            #expect(
                !visits[..<index].contains {
                    $0.technicianID == visit.technicianID && $0.window.start < visit.window.end
                        && visit.window.start < $0.window.end
                }
            )
        }
        let loads = Dictionary(grouping: visits, by: \.technicianID).values.map(\.count)
        #expect(loads.sorted() == [20, 20, 20])
    }

    @Test("given two instances that plan at once, when both are through, then everybody has a visit of their own")
    func twoInstances() async throws {
        let fixture = try await DispatchFixture()
        for number in 1...2 { try await fixture.harness.send(fixture.technician(number)) }
        try await withThrowingTaskGroup(of: BatchReport.self) { group in
            for partition: Int32 in 1...4 {
                let records = try (1...10).map { number in
                    try numbered(fixture.harness.record(of: fixture.routed()), partition, number)
                }
                group.addTask { try await fixture.harness.deliver(records) }
            }
            for try await report in group { #expect(report.done == 10) }
        }
        #expect(try await fixture.harness.sent(VisitScheduledV1.self).count == 40)
        #expect(try await fixture.openBookings() == 40)
    }

    /// As it would stand in another partition, so that the batches do not wait for each other.
    private func numbered(_ record: IncomingRecord, _ partition: Int32, _ number: Int) -> IncomingRecord {
        IncomingRecord(
            topic: record.topic,
            partition: partition,
            offset: Int64(number),
            key: record.key,
            value: record.value,
            headers: record.headers.filter { $0.name != "ce_sequence" } + [KafkaHeader("ce_sequence", "\(number)")]
        )
    }

    @Test("given a booked technician, when code would book them twice, then the database refuses (BX-13)")
    func exclusion() async throws {
        let fixture = try await DispatchFixture()
        _ = try await fixture.scheduled()
        let other: WorkOrderID = DispatchFixture.newID()
        let error = await #expect(throws: DatabaseError.self) {
            try await fixture.harness.pool.execute(
                """
                insert into booking (work_order_id, visit_number, technician_id, during)
                select \(other), 1, technician_id, during from booking
                """
            )
        }
        #expect(error?.constraint == "booking_overlap")
    }

    @Test("given a technician, when they move to another region, then both rosters agree and the state is newer")
    func moves() async throws {
        let fixture = try await DispatchFixture()
        try await fixture.harness.send(fixture.technician())
        try await fixture.harness.send(fixture.technician(region: "CAN"))
        try await fixture.harness.send(try fixture.routed())
        #expect(try await fixture.harness.sent(VisitScheduledV1.self).isEmpty)
        #expect(try await fixture.harness.sent(TechnicianStateV1.self).map(\.version) == [1, 2])
        #expect(try await fixture.harness.sent(TechnicianStateV1.self).map(\.region) == ["GBR", "CAN"])
    }

    @Test("given visits agreed, when some time has passed, then the technician's open visits are told")
    func announces() async throws {
        let fixture = try await DispatchFixture()
        let (caseID, id) = try await fixture.arrived()
        try await fixture.harness.advance(by: .seconds(6))
        #expect(try await fixture.harness.sent(TechnicianStateV1.self).map(\.openVisits) == [0, 1])
        try await fixture.harness.send(
            ReportNotRepairableV1(caseID: caseID, workOrderID: id, finding: "burnt out")
        )
        try await fixture.harness.advance(by: .seconds(16))
        #expect(try await fixture.harness.sent(TechnicianStateV1.self).map(\.openVisits) == [0, 1, 0])
        #expect(try await fixture.harness.advance(by: .seconds(60)) == 0)
    }

    @Test("given no skill, when a technician is registered, then it is refused (DI-10)")
    func refusals() async throws {
        let fixture = try await DispatchFixture()
        try await fixture.harness.send(fixture.technician(skills: []))
        #expect(try await fixture.lastProblem() == "technician-without-skills")
    }
}
