import Foundation
import IntakeDomain
import Testing
import Vocabulary

@Suite("Case")
struct ServiceCaseTests {
    static let later = Samples.tuesday + .minutes(10)

    static func inProgress() throws -> ServiceCase {
        try Samples.newCase().after(.visitScheduled(Samples.workOrder), at: later)
    }

    static func closed() throws -> ServiceCase {
        try inProgress().after(
            .repaired(Samples.workOrder, survey: Samples.survey),
            .surveyAnswered(Samples.survey, complaint: nil),
            at: later
        )
    }

    static func cancelled() throws -> ServiceCase {
        try Samples.newCase().after(.cancel(reason: "不需要了"), at: later)
    }

    @Test(
        "given a new repair case, when its first steps are looked at, then a work order is expected and nobody has acted"
    )
    func registered() throws {
        let new = try Samples.newCase()
        #expect(new.status == .registered)
        #expect(new.file.parts.all == [CasePart(.workOrder, Samples.workOrder.value, .expected)])
        #expect(new.outcome == nil)
    }

    // MARK: state × command

    @Test(
        "given registered, when the first response is recorded, then the response clock stops and the case is in progress"
    )
    func firstResponse() throws {
        let new = try Samples.newCase()
        #expect(
            try new.decide(.recordFirstResponse, now: Self.later) == [
                .firstResponseRecorded(at: Self.later), .clockChanged(.response, .stopped(at: Self.later)),
            ]
        )
        let answered = try new.after(.recordFirstResponse, at: Self.later)
        #expect(answered.status == .inProgress)
        #expect(try answered.decide(.recordFirstResponse, now: Self.later).isEmpty)
    }

    @Test("given a response after the due time, when it is recorded, then the breach is told as well")
    func lateFirstResponse() throws {
        let late = Samples.tuesday + .minutes(31)
        let events = try Samples.newCase().decide(.recordFirstResponse, now: late)
        #expect(events.contains(.clockChanged(.response, .breached)))
        #expect(events.contains(.clockChanged(.response, .stopped(at: late))))
    }

    @Test(
        "given a case without arrival, when it is resolved by phone, then the visit is called off and the case is closed as answered"
    )
    func resolveByPhone() throws {
        for open in [try Samples.newCase(), try Self.inProgress()] {
            let closed = try open.after(.resolveByPhone(solution: "重启即可"), at: Self.later)
            #expect(closed.status == .closed)
            #expect(closed.outcome == .answered)
            #expect(closed.file.parts[.workOrder, Samples.workOrder.value]?.stage == .calledOff)
            #expect(!closed.file.clocks.values.contains { $0.isRunning })
        }
    }

    @Test("given a case without arrival, when it is cancelled, then the visit and all clocks are called off")
    func cancel() throws {
        for open in [try Samples.newCase(), try Self.inProgress()] {
            let cancelled = try open.after(.cancel(reason: "不需要了"), at: Self.later)
            #expect(cancelled.status == .cancelled)
            #expect(cancelled.file.parts.unfinished.isEmpty)
            #expect(!cancelled.file.clocks.values.contains { $0.isRunning })
        }
    }

    @Test(
        "given a technician at the customer's, when the case is cancelled or resolved by phone, then the work has begun"
    )
    func workHasBegun() throws {
        let arrived = try Self.inProgress().after(.technicianArrived(Samples.workOrder), at: Self.later)
        #expect(throws: CaseRefusal.workHasBegun) { try arrived.decide(.cancel(reason: "x"), now: Self.later) }
        #expect(throws: CaseRefusal.workHasBegun) {
            try arrived.decide(.resolveByPhone(solution: "x"), now: Self.later)
        }
    }

    @Test(
        "given a part in another service's hands, when the case is cancelled or resolved by phone, then it is held by that part"
    )
    func heldByPart() throws {
        let repaired = try Self.inProgress().after(.repaired(Samples.workOrder, survey: Samples.survey), at: Self.later)
        let held: [(ServiceCase, CasePart.Kind)] = [
            (repaired, .survey), (try Samples.newCase(.complaint), .complaint),
            (try Samples.newCase(.returnGoods), .returnGoods),
        ]
        for (open, kind) in held {
            #expect(throws: CaseRefusal.heldBy(kind)) { try open.decide(.cancel(reason: "x"), now: Self.later) }
            #expect(throws: CaseRefusal.heldBy(kind)) {
                try open.decide(.resolveByPhone(solution: "x"), now: Self.later)
            }
        }
    }

    @Test("given no words, when a case is resolved or cancelled, then solution or reason is missing")
    func blankWords() throws {
        let new = try Samples.newCase()
        #expect(throws: CaseRefusal.missing(.solution)) {
            try new.decide(.resolveByPhone(solution: " \n"), now: Self.later)
        }
        #expect(throws: CaseRefusal.missing(.reason)) { try new.decide(.cancel(reason: ""), now: Self.later) }
    }

    @Test("given a closed case, when a person acts on it, then it is already closed, except for what already holds")
    func closedCase() throws {
        let closed = try Self.closed()
        let commands: [ServiceCase.Command] = [
            .recordFirstResponse, .resolveByPhone(solution: "x"), .cancel(reason: "x"),
        ]
        for command in commands {
            #expect(throws: CaseRefusal.alreadyClosed(.repaired)) { try closed.decide(command, now: Self.later) }
        }
        let answered = try Samples.newCase(.enquiry).after(.resolveByPhone(solution: "x"), at: Self.later)
        #expect(try answered.decide(.resolveByPhone(solution: "x"), now: Self.later).isEmpty)
        #expect(throws: CaseRefusal.alreadyClosed(.answered)) {
            try answered.decide(.resolveByPhone(solution: "another"), now: Self.later)
        }
        #expect(throws: CaseRefusal.alreadyClosed(.answered)) {
            try answered.decide(.cancel(reason: "x"), now: Self.later)
        }
    }

    @Test(
        "given a cancelled case, when a person acts on it, then it is already cancelled, except for what already holds"
    )
    func cancelledCase() throws {
        let cancelled = try Self.cancelled()
        #expect(throws: CaseRefusal.alreadyCancelled) { try cancelled.decide(.recordFirstResponse, now: Self.later) }
        #expect(throws: CaseRefusal.alreadyCancelled) {
            try cancelled.decide(.resolveByPhone(solution: "x"), now: Self.later)
        }
        #expect(throws: CaseRefusal.alreadyCancelled) {
            try cancelled.decide(.cancel(reason: "another"), now: Self.later)
        }
        #expect(try cancelled.decide(.cancel(reason: "不需要了"), now: Self.later).isEmpty)
    }

    @Test("given each state, when a clock runs out, then a breach is told once and only while the promise is open")
    func clockRunsOut() throws {
        let due = Samples.tuesday + .minutes(30)
        let new = try Samples.newCase()
        #expect(
            try new.decide(.letClockRunOut(.response), now: due) == [.clockChanged(.response, .breached)]
        )
        let breached = try new.after(.letClockRunOut(.response), at: due)
        #expect(breached.status == .registered)
        #expect(try breached.decide(.letClockRunOut(.response), now: due).isEmpty)
        #expect(try new.decide(.letClockRunOut(.repair), now: due).isEmpty)
        #expect(try Self.inProgress().decide(.letClockRunOut(.response), now: due).isEmpty)
        #expect(try Self.closed().decide(.letClockRunOut(.arrival), now: due + .days(2)).isEmpty)
        #expect(try Self.cancelled().decide(.letClockRunOut(.arrival), now: due + .days(2)).isEmpty)
    }

    // MARK: clocks along the way

    @Test("given a scheduled visit, when nobody has called yet, then the response counts as given")
    func visitIsResponse() throws {
        #expect(try Self.inProgress().file.clocks[.response]?.stoppedAt == Self.later)
    }

    @Test("given a wait for parts, when the technician comes again, then the repair clock has stood still meanwhile")
    func waitForParts() throws {
        let arrival = Samples.tuesday + .hours(2)
        let waiting = try Self.inProgress()
            .after(.technicianArrived(Samples.workOrder), at: arrival)
            .after(.waitingForParts(Samples.workOrder), at: arrival + .hours(1))
        #expect(try waiting.decide(.letClockRunOut(.repair), now: arrival + .days(9)).isEmpty)
        let again =
            try waiting
            .after(.visitScheduled(Samples.workOrder), at: arrival + .hours(2))
            .after(.technicianArrived(Samples.workOrder), at: arrival + .hours(49))
        #expect(again.file.clocks[.repair]?.dueAt == arrival + .hours(24 + 48))
        let late = try again.after(.technicianArrived(Samples.workOrder), at: arrival)
        #expect(late == again)
    }

    @Test("given a repair that ends before its arrival is told, when the arrival comes late, then no clock starts")
    func arrivalAfterTheEnd() throws {
        let repaired = try Self.inProgress().after(.repaired(Samples.workOrder, survey: Samples.survey), at: Self.later)
        let arrived = try repaired.after(.technicianArrived(Samples.workOrder), at: Self.later)
        #expect(arrived.file.clocks[.repair] == nil)
    }

    // MARK: the whole document

    @Test("given every state, when it is stored as JSON, then it comes back the same")
    func codable() throws {
        let arrived = try Self.inProgress()
            .after(.technicianArrived(Samples.workOrder), .waitingForParts(Samples.workOrder), at: Self.later)
        let encoder = JSONEncoder()
        encoder.userInfo[try #require(CodingUserInfoKey.plainPersonalValues)] = true
        for state in [try Samples.newCase(), try Self.inProgress(), arrived, try Self.closed(), try Self.cancelled()] {
            let data = try encoder.encode(state)
            #expect(try JSONDecoder().decode(ServiceCase.self, from: data) == state)
        }
    }
}
