import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

/// FL-04: a complaint from its registration to its end.
@Suite("Complaints are followed to their end", .timeLimit(.minutes(2)))
struct ComplaintProcessTests {
    @Test(
        "CO-01 F-24 CO-52: given a customer's word, when it is acknowledged, answered and accepted, then it is closed"
    )
    func wholeWay() async throws {
        let complaints = try await makeComplaints()
        let id = try await complaints.file()
        let registered = try #require(try await complaints.sent(ComplaintRegisteredV1.self).first)
        #expect(registered.complaintID == id)
        #expect(registered.origin == .customer)
        #expect(registered.visitDue - registered.registeredAt == .hours(8))
        try await complaints.send(Fixture.acknowledge(id))
        try await complaints.send(Fixture.answer(id))
        try await complaints.send(Fixture.close(id, accepted: true))
        let state = try #require(try await complaints.newest())
        #expect(state.status == .closed)
        #expect(state.owner == "li")
        #expect(state.decision == "免费返修")
        #expect(state.version == 4)
        #expect(try await complaints.sent(ComplaintClosedV1.self).map(\.validity) == [.valid])
        #expect(try await complaints.sent(CommandCompletedV1.self).count == 4)
        #expect(try await complaints.advance(by: .days(30)) == 0)
    }

    @Test("CO-01: given a case that nobody registered, when a complaint is filed in it, then it is refused by name")
    func unknownCase() async throws {
        let complaints = try await makeComplaints()
        _ = try await complaints.file(Fixture.file(in: CaseID(UniqueID(high: 0x2000, low: 1))))
        #expect(try await complaints.refusal() == "unknown-case")
        #expect(try await complaints.newest() == nil)
    }

    @Test("CO-20: given an answer that the customer does not accept, then the work goes on with a new clock")
    func notAccepted() async throws {
        let complaints = try await makeComplaints()
        let id = try await complaints.file()
        try await complaints.send(Fixture.acknowledge(id))
        try await complaints.send(Fixture.answer(id))
        try await complaints.send(Fixture.close(id, accepted: false))
        let state = try #require(try await complaints.newest())
        #expect(state.status == .acknowledged)
        #expect(state.reopenCount == 1)
        #expect(state.decision == nil)
        let reopened = try #require(try await complaints.sent(ComplaintReopenedV1.self).first)
        #expect(reopened.owner == "li")
        #expect(reopened.handlingDue == state.handlingDue)
        try await complaints.send(Fixture.close(id, accepted: true))
        #expect(try await complaints.refusal() == "not-answered")
    }

    @Test("BX-20 FL-01: given a survey below 85, then a complaint opens under the id that the survey gave, once")
    func fromSurvey() async throws {
        let complaints = try await makeComplaints()
        try await complaints.send(Fixture.answered(score: 60, complaintID: Fixture.complaintID))
        try await complaints.send(Fixture.answered(score: 60, complaintID: Fixture.complaintID))
        let registered = try await complaints.sent(ComplaintRegisteredV1.self)
        #expect(registered.map(\.complaintID) == [Fixture.complaintID])
        #expect(registered.first?.origin == .survey)
        #expect(registered.first?.facts.wireText.contains("太慢") == true)
    }

    @Test("given a satisfied customer, then there is no complaint")
    func satisfied() async throws {
        let complaints = try await makeComplaints()
        try await complaints.send(Fixture.answered(score: 90, complaintID: nil))
        #expect(try await complaints.newest() == nil)
    }

    @Test("given a case that intake routes to complaints, then its complaint opens under the id that intake gave it")
    func routed() async throws {
        let complaints = try await makeComplaints()
        try await complaints.send(
            CaseRoutedV1(
                caseID: Fixture.caseID,
                number: try #require(CaseNumber("AS-20261121-000042")),
                destination: .complaints,
                partID: Fixture.complaintID.value,
                channel: .letter,
                contactType: .complaint,
                customer: Fixture.customer,
                product: Fixture.product,
                entitlement: Entitlement(decision: .chargeable, reason: .noContractDate),
                symptom: Personal("态度差"),
                region: "CN-SH",
                registeredAt: .now
            )
        )
        let state = try #require(try await complaints.newest())
        #expect(state.id == Fixture.complaintID)
        #expect(state.origin == .intake)
        #expect(state.channel == .letter)
    }

    @Test("given a blank object, a step out of turn or another case, then the command is refused by name")
    func refusals() async throws {
        let complaints = try await makeComplaints()
        _ = try await complaints.file(Fixture.file(object: "  "))
        #expect(try await complaints.refusal() == "object-missing")
        let id = try await complaints.file()
        try await complaints.send(Fixture.answer(id))
        #expect(try await complaints.refusal() == "not-acknowledged")
        let other = CaseID(UniqueID(high: 0x2000, low: 1))
        try await complaints.send(AcknowledgeComplaintV1(caseID: other, complaintID: id, owner: "li"))
        #expect(try await complaints.refusal() == "unknown-complaint")
        #expect(try await complaints.newest()?.version == 1)
    }
}
