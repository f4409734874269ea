import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Intake registers requests", .timeLimit(.minutes(2)))
struct RegistrationTests {
    @Test(
        "IN-14 IN-17 IN-37: given a repair call, when it is registered, then it has number, clocks and files and goes to dispatch"
    )
    func repairCall() async throws {
        let intake = try await makeIntake()
        let caseID = try await intake.register()

        let registered = try #require(try await intake.sent(CaseRegisteredV1.self).first)
        #expect(registered.caseID == caseID)
        #expect(registered.number.ordinal == 1)
        #expect(registered.number.day == ZoneOffset.shanghai.day(of: registered.registeredAt))
        #expect(registered.responseDue == registered.registeredAt + .minutes(30))
        #expect(registered.arrivalDue == registered.registeredAt + .hours(24))
        #expect(registered.entitlement.reason == .noContractDate)

        let routed = try #require(try await intake.routed(caseID))
        #expect(routed.workOrderID != nil)
        #expect(routed.symptom.value == "不加热")

        let state = try #require(try await intake.state(of: caseID))
        #expect(state.status == .registered)
        #expect(state.parts == [CasePart(kind: .workOrder, id: routed.partID, status: .expected)])
        let outcome = try #require(try await intake.sent(CommandCompletedV1.self).first)
        #expect(outcome.aggregateID == caseID.description)

        let customer = try #require(try await intake.sent(CustomerFileStateV1.self).first)
        #expect(customer.lastCaseID == caseID)
        let product = try #require(try await intake.sent(ProductFileStateV1.self).first)
        #expect(product.status == .provisional)
    }

    @Test("given a command that is delivered twice, when it is registered, then there is one case")
    func redelivery() async throws {
        let intake = try await makeIntake()
        let id = UniqueID.version7(at: .now)
        let first = try intake.record(of: Samples.request(), id: id)
        let again = try intake.record(of: Samples.request(), id: id)
        try await intake.deliver([first, again])
        #expect(try await intake.sent(CaseRegisteredV1.self).count == 1)
    }

    @Test("given many requests in one batch, when they are registered, then their numbers follow one another")
    func batch() async throws {
        let intake = try await makeIntake()
        let report = try await intake.deliver((0..<50).map { _ in try intake.record(of: Samples.request()) })
        #expect(report.done == 50)
        let numbers = try await intake.sent(CaseRegisteredV1.self).map(\.number.ordinal)
        #expect(numbers.sorted() == Array(1...50))
        let customers = try await intake.sent(CustomerFileStateV1.self)
        #expect(customers.map(\.caseCount) == [50])
    }

    @Test("given two instances, when both register at once, then no number is given twice and no request is lost")
    func concurrency() async throws {
        let intake = try await makeIntake()
        let batches = try (0..<4).map { _ in try (0..<25).map { _ in try intake.record(of: Samples.request()) } }
        try await withThrowingTaskGroup(of: BatchReport.self) { group in
            for (index, batch) in batches.enumerated() {
                let records = batch.enumerated().map { offset, record in
                    record.moved(toPartition: Int32(index), offset: Int64(offset + 1))
                }
                group.addTask { try await intake.deliver(records) }
            }
            for try await report in group { #expect(report.done == 25) }
        }
        let numbers = try await intake.sent(CaseRegisteredV1.self).map(\.number.ordinal)
        #expect(numbers.sorted() == Array(1...100))
    }

    @Test(
        "IN-34 IN-01: given a unit whose contract date is on file, when it breaks again, then the guarantee follows from the file"
    )
    func contractDateOnFile() async throws {
        let intake = try await makeIntake()
        let today = ZoneOffset.shanghai.day(of: .now)
        try await intake.send(Samples.request(contractDate: today.adding(days: -30)))
        try await intake.send(
            Samples.request(product: Product(category: "Iron", brand: "ACME", serialNumber: "ab1234"))
        )
        let registered = try await intake.sent(CaseRegisteredV1.self)
        #expect(registered.map(\.entitlement.decision) == [.free, .free])
        #expect(registered.last?.contractDate == today.adding(days: -30))
        #expect(try await intake.sent(ProductFileStateV1.self).last?.caseCount == 2)
    }

    @Test(
        "IN-39: given a type of contact, when it is registered, then it is routed to its service",
        arguments: [
            (Wire.ContactType.repair, Wire.Destination.dispatch), (.complaint, .complaints), (.return, .returns),
            (.enquiry, .hotline), (.parts, .hotline), (.suggestion, .hotline),
        ]
    )
    func routing(contactType: Wire.ContactType, destination: Wire.Destination) async throws {
        let intake = try await makeIntake()
        let caseID = try await intake.register(Samples.request(contactType))
        let routed = try #require(try await intake.routed(caseID))
        #expect(routed.destination == destination)
        #expect((routed.partID == nil) == (destination == .hotline))
    }

    @Test(
        "IN-20: given a fault solved in the first call, when it is registered, then the case is closed without a visit"
    )
    func solvedAtOnce() async throws {
        let intake = try await makeIntake()
        let caseID = try await intake.register(Samples.request(phoneSolution: "拔插电源后恢复"))
        #expect(try await intake.routed(caseID) == nil)
        let state = try #require(try await intake.state(of: caseID))
        #expect(state.status == .closed)
        #expect(state.outcome == .answered)
        #expect(state.phoneSolution == "拔插电源后恢复")
        #expect(try await intake.advance(by: .hours(48)) == 0)
    }

    @Test(
        "given a contract date in the future, when the request comes, then it is rejected with a reason and no number is used up"
    )
    func rejected() async throws {
        let intake = try await makeIntake()
        let today = ZoneOffset.shanghai.day(of: .now)
        let report = try await intake.send(Samples.request(contractDate: today.adding(days: 2)))
        #expect(report.rejected == 1)
        let rejected = try #require(try await intake.sent(CommandRejectedV1.self).first)
        #expect(rejected.problem.code == "contract-date-in-future")
        #expect(rejected.problem.detailZh.contains("合同日期"))
        _ = try await intake.register()
        #expect(try await intake.sent(CaseRegisteredV1.self).map(\.number.ordinal) == [1])
    }

    @Test(
        "given a text that the database cannot hold, when the request comes, then it is answered and nothing is parked"
    )
    func unstorableText() async throws {
        let intake = try await makeIntake()
        let good = try intake.record(of: Samples.request())
        let bad = good.replacing("不加热", with: #"不\u0000热"#)
        let report = try await intake.deliver([bad])
        #expect(report.parked == 0)
        #expect(try await intake.sent(CommandRejectedV1.self).count == 1)
        #expect(try await intake.sent(CaseRegisteredV1.self).isEmpty)
    }
}

extension IncomingRecord {
    /// The same record as if it had been read elsewhere.
    fileprivate func moved(toPartition partition: Int32, offset: Int64) -> IncomingRecord {
        IncomingRecord(
            topic: topic,
            partition: partition,
            offset: offset,
            key: key,
            value: value,
            headers: headers.filter { $0.name != "ce_sequence" }
                + [KafkaHeader("ce_sequence", String(offset))]
        )
    }

    /// The same record with another text in its body.
    fileprivate func replacing(_ text: String, with other: String) -> IncomingRecord {
        let body = String(decoding: value ?? [], as: UTF8.self).split(separator: text, omittingEmptySubsequences: false)
        return IncomingRecord(
            topic: topic,
            partition: partition,
            offset: offset,
            key: key,
            value: Array(body.joined(separator: other).utf8),
            headers: headers
        )
    }
}
