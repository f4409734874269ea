import Testing
import Vocabulary

@Suite("A clock that explains itself")
struct DeadlineClockTests {
    typealias Period = WorkingCalendar.Period

    static func instant(_ text: String) -> Timestamp { Timestamp(text) ?? Timestamp(0) }

    static let friday15 = instant("2026-11-20T15:00:00+08:00")
    static let office = Result {
        try WorkingCalendar(periods: [
            Period(from: .hours(9), to: .hours(12)), Period(from: .hours(13), to: .hours(18)),
        ])
    }

    static func clock(_ target: ClockTarget, _ commands: [DeadlineClock.Command] = []) throws -> DeadlineClock {
        var clock = DeadlineClock(
            startedAt: friday15,
            target: target,
            warnings: [.used(percent: 50), .before(.minutes(30))]
        )
        for command in commands { clock = try clock.decide(command).reduce(clock) { $0.applying($1) } }
        return clock
    }

    @Test(
        "given the examples of CK-05 and CK-06, then the due times are the catalogue's",
        arguments: [
            (ClockTarget.elapsed(.hours(8)), "2026-11-20T23:00:00+08:00"),
            (.workingDays(1), "2026-11-23T15:00:00+08:00"), (.workingDays(5), "2026-11-27T15:00:00+08:00"),
        ]
    )
    func catalogueExamples(target: ClockTarget, due: String) throws {
        #expect(try Self.clock(target).due(in: .wholeWeekdays, now: Self.friday15) == Self.instant(due))
    }

    @Test("given a hold over the weekend, then only the working time in it is added")
    func holdOverWeekend() throws {
        let calendar = try Self.office.get()
        let clock = try Self.clock(
            .workingTime(.hours(4)),
            [
                .pause(.waitingForParts, at: Self.instant("2026-11-20T17:00:00+08:00")),
                .resume(.waitingForParts, at: Self.instant("2026-11-23T10:00:00+08:00")),
            ]
        )
        let now = Self.instant("2026-11-23T10:00:00+08:00")
        #expect(clock.due(in: calendar, now: now) == Self.instant("2026-11-23T12:00:00+08:00"))
        #expect(clock.status(in: calendar, now: now) == .running(due: Self.instant("2026-11-23T12:00:00+08:00")))
    }

    @Test("given a hold and a lunch break, when it is asked why, then every line is there in both languages")
    func explains() throws {
        let clock = try Self.clock(
            .workingTime(.hours(4)),
            [
                .pause(.waitingForParts, at: Self.instant("2026-11-20T17:00:00+08:00")),
                .resume(.waitingForParts, at: Self.instant("2026-11-23T10:00:00+08:00")),
            ]
        )
        let lines = try clock.explain(in: Self.office.get(), now: Self.instant("2026-11-23T10:00:00+08:00"))
        #expect(
            lines.map(\.text.zh) == [
                "2026-11-20（周五）15:00 开始计时，时限4 小时工作时间",
                "2026-11-20（周五）15:00 至 2026-11-20（周五）17:00 计入 2 小时，累计 2 小时",
                "2026-11-20（周五）17:00 至 2026-11-23（周一）10:00 暂停（等待配件），不计",
                "2026-11-23（周一）10:00 至 2026-11-23（周一）12:00 计入 2 小时，累计 4 小时",
                "2026-11-23（周一）12:00 到期",
            ]
        )
        #expect(
            lines.map(\.text.en).last == "Mon 2026-11-23 12:00: due"
                && lines[2].text.en.hasSuffix("paused, waiting for parts")
        )
    }

    @Test("given two reasons at once, then the clock goes on when the last of them ends")
    func twoReasons() throws {
        let (ten, eleven, noon) = (Self.friday15 + .hours(1), Self.friday15 + .hours(2), Self.friday15 + .hours(3))
        let clock = try Self.clock(
            .elapsed(.hours(8)),
            [
                .pause(.waitingForParts, at: ten), .pause(.waitingForCustomer, at: eleven),
                .resume(.waitingForParts, at: noon),
            ]
        )
        let due = Self.friday15 + .hours(8) + .hours(3)
        #expect(clock.status(in: .wholeWeekdays, now: ten + .hours(3)) == .paused(since: eleven, dueIfResumedNow: due))
        #expect(clock.explain(in: .wholeWeekdays, now: noon).last?.text.en.hasSuffix("due if it goes on now") == true)
    }

    @Test("given an agreed time, then no pause moves it")
    func fixed() throws {
        let wish = Self.friday15 + .hours(30)
        let clock = try Self.clock(.fixed(wish), [.pause(.waitingForParts, at: Self.friday15)])
        #expect(clock.status(in: .wholeWeekdays, now: wish) == .running(due: wish))
        #expect(clock.status(in: .wholeWeekdays, now: wish + .seconds(1)) == .breached(due: wish))
    }

    @Test("given the instant it is due, then a stop is in time; a microsecond later it is late")
    func boundary() throws {
        let due = Self.friday15 + .hours(8)
        let kept = try Self.clock(.elapsed(.hours(8)), [.stop(at: due)])
        #expect(kept.status(in: .wholeWeekdays, now: due + .days(9)) == .kept(due: due, at: due))
        let late = due + .microseconds(1)
        let broken = try Self.clock(.elapsed(.hours(8)), [.stop(at: late)])
        #expect(broken.status(in: .wholeWeekdays, now: late) == .keptLate(due: due, at: late))
        #expect(broken.noticing(in: .wholeWeekdays, now: late) == [.breached])
    }

    @Test("given a breach, when a pause is reported late, then the breach is withdrawn")
    func withdrawn() throws {
        let now = Self.friday15 + .hours(9)
        var clock = try Self.clock(.elapsed(.hours(8)))
        #expect(clock.noticing(in: .wholeWeekdays, now: now) == [.breached])
        clock = clock.applying(.breached)
        #expect(clock.noticing(in: .wholeWeekdays, now: now).isEmpty)
        let pause = DeadlineClock.Command.recordPause(
            .waitingForCustomer,
            from: Self.friday15,
            to: Self.friday15 + .hours(2)
        )
        clock = try clock.decide(pause).reduce(clock) { $0.applying($1) }
        #expect(clock.noticing(in: .wholeWeekdays, now: now).contains(.breachWithdrawn))
        #expect(try clock.decide(pause).isEmpty)
    }

    @Test("given commands that make no sense, then each is refused by name; repeated ones change nothing")
    func refusals() throws {
        let clock = try Self.clock(.elapsed(.hours(8)))
        let early = Self.friday15 - .seconds(1)
        #expect(throws: ClockRefusal.beforeStart(Self.friday15)) { try clock.decide(.stop(at: early)) }
        #expect(throws: ClockRefusal.notPaused(.waitingForParts)) {
            try clock.decide(.resume(.waitingForParts, at: Self.friday15))
        }
        #expect(throws: ClockRefusal.endsBeforeStart) {
            try clock.decide(.recordPause(.movedToFactory, from: Self.friday15 + .hours(1), to: Self.friday15))
        }
        let paused = clock.applying(.paused(.waitingForParts, at: Self.friday15 + .hours(1)))
        #expect(try paused.decide(.pause(.waitingForParts, at: Self.friday15 + .hours(2))).isEmpty)
        #expect(throws: ClockRefusal.endsBeforeStart) {
            try paused.decide(.resume(.waitingForParts, at: Self.friday15))
        }
        let ended = clock.applying(.calledOff(at: Self.friday15))
        #expect(throws: ClockRefusal.ended(.calledOff(at: Self.friday15))) {
            try ended.decide(.retarget(.workingDays(1)))
        }
        #expect(try ended.decide(.callOff(at: Self.friday15)).isEmpty)
        #expect(ended.noticing(in: .wholeWeekdays, now: Self.friday15 + .days(9)).isEmpty)
        #expect(try clock.decide(.retarget(.elapsed(.hours(8)))).isEmpty)
        #expect(ClockRefusal.notPaused(.waitingForParts).explanation.zh.contains("等待配件"))
    }
}
