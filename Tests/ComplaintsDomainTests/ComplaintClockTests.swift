import ComplaintsDomain
import Testing
import Vocabulary

@Suite("The clocks of a complaint")
struct ComplaintClockTests {
    private typealias Fixture = ComplaintFixture

    private func time(_ text: String) throws -> Timestamp {
        try #require(Timestamp(text))
    }

    @Test("given a complaint on Friday 15:00, then the visit is due on Friday 23:00 (CK-05, CO-12)")
    func visit() throws {
        #expect(Fixture.complaint(in: .registered).visit.dueAt == (try time("2026-11-20T23:00:00+08:00")))
    }

    @Test("given a complaint on Friday 15:00, then it is to be handled by Monday 15:00 (CK-06, CO-13)")
    func handling() throws {
        #expect(Fixture.complaint(in: .registered).handling.dueAt == (try time("2026-11-23T15:00:00+08:00")))
    }

    @Test("given a special complaint on Friday 15:00, then each clock has half the time (CO-02, POL-03)")
    func special() throws {
        let complaint = Fixture.complaint(in: .registered, urgency: .special)
        #expect(complaint.visit.dueAt == (try time("2026-11-20T19:00:00+08:00")))
        #expect(complaint.handling.dueAt == (try time("2026-11-23T03:00:00+08:00")))
    }

    @Test("given a complaint on Saturday, then handling counts from Monday; the visit does not wait")
    func weekend() throws {
        let saturday = try time("2026-11-21T10:00:00+08:00")
        let complaint = Complaint(Fixture.record(registeredAt: saturday), deadlines: Fixture.deadlines)
        #expect(complaint.visit.dueAt == (try time("2026-11-21T18:00:00+08:00")))
        #expect(complaint.handling.dueAt == (try time("2026-11-24T00:00:00+08:00")))
    }

    @Test(
        "given a running clock, when its time is over, then the breach is noted once",
        arguments: ComplaintClock.allCases
    )
    func breachOnce(clock: ComplaintClock) throws {
        let complaint = Fixture.complaint(in: .registered)
        let due = complaint.run(of: clock).dueAt
        let early = try complaint.decide(.noteBreach(clock), deadlines: Fixture.deadlines, now: due - .microseconds(1))
        #expect(early.isEmpty)
        let events = try complaint.decide(.noteBreach(clock), deadlines: Fixture.deadlines, now: due)
        #expect(events == [.clockBreached(clock, at: due)])
        let breached = complaint.applying(all: events)
        #expect(breached.run(of: clock).breachedAt == due)
        #expect(try breached.decide(.noteBreach(clock), deadlines: Fixture.deadlines, now: due).isEmpty)
    }

    @Test("given an acknowledgement, then the visit clock stops and handling goes on; an answer stops that too")
    func stopping() throws {
        let acknowledged = Fixture.complaint(in: .acknowledged)
        #expect(!acknowledged.visit.isRunning)
        #expect(acknowledged.handling.isRunning)
        let answered = Fixture.complaint(in: .answered)
        #expect(!answered.handling.isRunning)
        for clock in ComplaintClock.allCases {
            let late = Fixture.friday + .days(30)
            #expect(try answered.decide(.noteBreach(clock), deadlines: Fixture.deadlines, now: late).isEmpty)
        }
    }
}
