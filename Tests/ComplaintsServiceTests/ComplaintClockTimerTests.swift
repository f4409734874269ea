import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Complaints watch their clocks", .timeLimit(.minutes(2)))
struct ComplaintClockTimerTests {
    @Test("CK-05 CK-06: given nobody who acts, when the clocks run out, then each breach is told once")
    func breaches() async throws {
        let complaints = try await makeComplaints()
        _ = try await complaints.file()
        try await complaints.advance(by: .hours(7))
        #expect(try await complaints.sent(ComplaintClockBreachedV1.self).isEmpty)
        try await complaints.advance(by: .hours(1))
        #expect(try await complaints.sent(ComplaintClockBreachedV1.self).map(\.clock) == [.visit])
        try await complaints.advance(by: .days(4))
        try await complaints.advance(by: .days(4))
        let breached = try await complaints.sent(ComplaintClockBreachedV1.self)
        #expect(breached.map(\.clock) == [.visit, .handling])
        let registered = try #require(try await complaints.sent(ComplaintRegisteredV1.self).first)
        #expect(breached.map(\.dueAt) == [registered.visitDue, registered.handlingDue])
        #expect(try await complaints.newest()?.breachedClocks == [.visit, .handling])
    }

    @Test("CK-05: given an acknowledgement in time, when eight hours have passed, then only handling can be late")
    func acknowledged() async throws {
        let complaints = try await makeComplaints()
        let id = try await complaints.file()
        try await complaints.send(Fixture.acknowledge(id))
        try await complaints.advance(by: .days(5))
        #expect(try await complaints.sent(ComplaintClockBreachedV1.self).map(\.clock) == [.handling])
    }

    @Test("CO-20: given a breach in the first round, when the second one is late too, then both are told")
    func secondRound() async throws {
        let complaints = try await makeComplaints()
        let id = try await complaints.file()
        try await complaints.send(Fixture.acknowledge(id))
        try await complaints.advance(by: .days(5))
        try await complaints.send(Fixture.answer(id))
        try await complaints.send(Fixture.close(id, accepted: false))
        try await complaints.advance(by: .days(5))
        #expect(try await complaints.sent(ComplaintClockBreachedV1.self).map(\.clock) == [.handling, .handling])
        #expect(try await complaints.newest()?.breachedClocks == [.handling])
    }
}
