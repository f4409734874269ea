import IntakeDomain
import Testing
import Vocabulary

@Suite("Service clocks")
struct ServiceClockTests {
    static let start = Samples.tuesday
    static let due = start + .minutes(30)
    static let term = ServiceClock.Term(startedAt: start, dueAt: due)
    static let running = ServiceClock.running(term)
    static let paused = ServiceClock.paused(term, since: start + .minutes(10))
    static let breached = ServiceClock.breached(term)
    static let stopped = ServiceClock.stopped(term, at: start + .minutes(5))
    static let calledOff = ServiceClock.calledOff(term)

    @Test(
        "IN-37 CK-02 CK-03: given a call on Tuesday 16:50, when it is registered, then it is due 17:20 and Wed 16:50"
    )
    func repairCall() throws {
        let clocks = try Samples.newCase().file.clocks
        #expect(clocks[.response]?.dueAt == Samples.time("2026-11-17T17:20:00+08:00"))
        #expect(clocks[.arrival]?.dueAt == Samples.time("2026-11-18T16:50:00+08:00"))
        #expect(clocks[.repair] == nil)
    }

    @Test(
        "IN-37 CK-04: given an arrival on Wednesday 10:00, when it is told, then the repair is due Thursday 10:00"
    )
    func repairClock() throws {
        let arrival = Samples.time("2026-11-18T10:00:00+08:00")
        let arrived = try Samples.newCase().after(.technicianArrived(Samples.workOrder), at: arrival)
        #expect(arrived.file.clocks[.repair]?.dueAt == Samples.time("2026-11-19T10:00:00+08:00"))
    }

    @Test(
        "CK-02 POL-02: given an enquiry, when it is registered, then its answer is due in 24 hours, no visit"
    )
    func enquiry() throws {
        let clocks = try Samples.newCase(.enquiry).file.clocks
        #expect(clocks[.response]?.dueAt == Samples.tuesday + .hours(24))
        #expect(clocks[.arrival] == nil)
    }

    @Test("CK-03 POL-02: given a customer who names a time, when the call is registered, then the arrival is due then")
    func wishedTime() throws {
        let wished = Samples.tuesday + .hours(60)
        let named = ServiceCase(try Samples.registration(Samples.request(wishedTime: wished)))
        #expect(named.file.clocks[.arrival]?.dueAt == wished)
        let past = ServiceCase(try Samples.registration(Samples.request(wishedTime: Samples.tuesday - .hours(1))))
        #expect(past.file.clocks[.arrival]?.dueAt == Samples.tuesday + .hours(24))
    }

    @Test("given a running clock, when it is stopped in time or late, then a late stop tells the breach first")
    func stopping() {
        #expect(Self.running.stopping(at: Self.due) == [.stopped(at: Self.due)])
        let late = Self.due + .seconds(1)
        #expect(Self.running.stopping(at: late) == [.breached, .stopped(at: late)])
        #expect(Self.paused.stopping(at: late) == [.stopped(at: late)])
        #expect(Self.breached.stopping(at: late) == [.stopped(at: late)])
        #expect(Self.stopped.stopping(at: late).isEmpty)
        #expect(Self.calledOff.stopping(at: late).isEmpty)
    }

    @Test(
        "given each state, when its time has run out, then only a running clock breaches, and not before the due time"
    )
    func runningOut() {
        #expect(Self.running.runningOut(now: Self.due) == [.breached])
        #expect(Self.running.runningOut(now: Self.due - .seconds(1)).isEmpty)
        for clock in [Self.paused, Self.breached, Self.stopped, Self.calledOff] {
            #expect(clock.runningOut(now: Self.due + .hours(1)).isEmpty)
        }
    }

    @Test("given each state, when the work waits for parts, then only a running clock is paused")
    func pausing() {
        let time = Self.start + .minutes(10)
        #expect(Self.running.pausing(at: time) == [.paused(at: time)])
        #expect(Self.running.pausing(at: Self.due + .seconds(1)) == [.breached])
        #expect(Self.running.pausing(at: Self.start - .seconds(1)).isEmpty)
        for clock in [Self.paused, Self.breached, Self.stopped, Self.calledOff] {
            #expect(clock.pausing(at: time).isEmpty)
        }
    }

    @Test(
        "CK-04: given a wait for parts, when the work goes on, then the due time has moved by the wait"
    )
    func resuming() {
        let time = Self.start + .minutes(70)
        #expect(Self.paused.resuming(at: time) == [.resumed(at: time)])
        let resumed = Self.paused.applying(.resumed(at: time))
        #expect(resumed.dueAt == Self.due + .hours(1))
        #expect(resumed.term.pauses == [.init(start: Self.start + .minutes(10), end: time)])
        #expect(Self.paused.resuming(at: Self.start).isEmpty)
        for clock in [Self.running, Self.breached, Self.stopped, Self.calledOff] {
            #expect(clock.resuming(at: time).isEmpty)
        }
    }

    @Test("given each state, when the case ends, then only a promise that is still open is called off")
    func callingOff() {
        #expect(Self.running.callingOff() == [.calledOff])
        #expect(Self.paused.callingOff() == [.calledOff])
        for clock in [Self.breached, Self.stopped, Self.calledOff] {
            #expect(clock.callingOff().isEmpty)
        }
    }

    @Test(
        "given every state and change, when the change is applied, then the clock is in the state it says or unchanged"
    )
    func applying() {
        let time = Self.start + .minutes(20)
        let changes: [ServiceClock.Change] = [
            .paused(at: time), .resumed(at: time), .breached, .stopped(at: time), .calledOff,
        ]
        let expected: [ServiceClock: [ServiceClock]] = [
            Self.running: [
                .paused(Self.term, since: time), Self.running, Self.breached, .stopped(Self.term, at: time),
                Self.calledOff,
            ],
            Self.paused: [
                Self.paused,
                .running(
                    .init(
                        startedAt: Self.start,
                        dueAt: Self.due + .minutes(10),
                        pauses: [.init(start: Self.start + .minutes(10), end: time)]
                    )
                ),
                Self.breached, .stopped(Self.term, at: time), Self.calledOff,
            ],
            Self.breached: [
                Self.breached, Self.breached, Self.breached, .stopped(Self.term, at: time), Self.breached,
            ],
            Self.stopped: Array(repeating: Self.stopped, count: 5),
            Self.calledOff: Array(repeating: Self.calledOff, count: 5),
        ]
        for (clock, results) in expected {
            #expect(changes.map { clock.applying($0) } == results)
        }
    }
}
