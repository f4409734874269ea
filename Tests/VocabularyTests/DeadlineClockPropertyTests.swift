import Testing
import Vocabulary

@Suite("Clocks under random pauses, targets and calendars")
struct DeadlineClockPropertyTests {
    private static let start = DeadlineClockTests.friday15

    private struct Sample {
        let calendar: WorkingCalendar
        let target: ClockTarget
        let pauses: [DeadlineClock.Change]
        let now: Timestamp
    }

    private static func calendar(_ random: inout SeededGenerator) throws -> WorkingCalendar {
        let name = Bilingual(zh: "节日", en: "feast")
        var days: [CalendarDate: WorkingCalendar.SpecialDay] = [:]
        for offset in 0..<10 where Int.random(in: 0..<4, using: &random) == 0 {
            let day = WorkingCalendar.SpecialDay(Bool.random(using: &random) ? .holiday : .makeUpDay, name)
            days[CalendarDate(daysSinceEpoch: 20_777 + offset)] = day
        }
        let morning = WorkingCalendar.Period(from: .hours(.random(in: 6...9, using: &random)), to: .hours(12))
        let evening = WorkingCalendar.Period(from: .hours(13), to: .minutes(.random(in: 800...1440, using: &random)))
        return try WorkingCalendar(periods: [morning, evening], specialDays: days)
    }

    private static func sample(_ seed: UInt64, targets: Int = 2) throws -> Sample {
        var random = SeededGenerator(seed: seed)
        let time = Duration.minutes(.random(in: 1...2500, using: &random))
        let pauses = (0..<Int.random(in: 0...5, using: &random)).map { index in
            let from = start + .minutes(.random(in: 0...5000, using: &random))
            let reason = PauseReason.allCases[index]
            return DeadlineClock.Change.pauseRecorded(
                reason,
                from: from,
                to: from + .minutes(.random(in: 0...1500, using: &random))
            )
        }
        return Sample(
            calendar: try calendar(&random),
            target: [.elapsed(time), .workingTime(time), .workingDays(Int.random(in: 1...9, using: &random))][
                Int(seed) % targets
            ],
            pauses: pauses,
            now: start + .days(9)
        )
    }

    private static func clock(_ sample: Sample, order: [DeadlineClock.Change]? = nil) -> DeadlineClock {
        (order ?? sample.pauses).reduce(DeadlineClock(startedAt: start, target: sample.target)) { $0.applying($1) }
    }

    @Test("given random pauses, then the due time is that of counting minute by minute", arguments: UInt64(1)...60)
    func minuteByMinute(seed: UInt64) throws {
        let sample = try Self.sample(seed)
        let needed: Int64
        var ticking: (Timestamp) -> Bool = { _ in true }
        switch sample.target {
        case .elapsed(let time): needed = time.components.seconds / 60
        case .workingTime(let time):
            needed = time.components.seconds / 60
            ticking = { sample.calendar.isWorkingTime($0) }
        case .workingDays, .fixed: return
        }
        var holds: [(Timestamp, Timestamp)] = []
        for case .pauseRecorded(_, let from, let to) in sample.pauses { holds.append((from, to)) }
        var (time, counted) = (Self.start, Int64(0))
        while counted < needed, time < sample.now {
            let isHeld = holds.contains { $0.0 <= time && time < $0.1 }
            if !isHeld, ticking(time) { counted += 1 }
            time = time + .minutes(1)
        }
        guard counted == needed else { return }
        #expect(Self.clock(sample).due(in: sample.calendar, now: sample.now) == time)
    }

    @Test("given the same pauses in any order, then the due time is the same", arguments: UInt64(1)...100)
    func anyOrder(seed: UInt64) throws {
        let sample = try Self.sample(seed, targets: 3)
        var random = SeededGenerator(seed: seed ^ 0xFF)
        let due = Self.clock(sample).due(in: sample.calendar, now: sample.now)
        for _ in 0..<10 {
            let shuffled = Self.clock(sample, order: sample.pauses.shuffled(using: &random))
            #expect(shuffled.due(in: sample.calendar, now: sample.now) == due)
        }
    }

    @Test(
        "given another calendar and target, then the due time is that of a clock started with them",
        arguments: 1...100
    )
    func recomputed(seed: UInt64) throws {
        let (old, new) = (try Self.sample(seed, targets: 3), try Self.sample(seed + 1000, targets: 3))
        let changed = Self.clock(old).applying(.retargeted(new.target))
        let fresh = old.pauses.reduce(DeadlineClock(startedAt: Self.start, target: new.target)) { $0.applying($1) }
        #expect(changed.due(in: new.calendar, now: old.now) == fresh.due(in: new.calendar, now: old.now))
        let back = changed.applying(.retargeted(old.target))
        #expect(back == Self.clock(old))
    }

    @Test("given a longer pause, then the due time never comes earlier", arguments: UInt64(1)...60)
    func monotone(seed: UInt64) throws {
        let sample = try Self.sample(seed, targets: 3)
        var previous = Self.clock(sample).due(in: sample.calendar, now: sample.now)
        for hours in Int64(1)...40 {
            let change = DeadlineClock.Change.pauseRecorded(
                .heldByApproval,
                from: Self.start,
                to: Self.start + .hours(hours)
            )
            let due = Self.clock(sample, order: sample.pauses + [change]).due(in: sample.calendar, now: sample.now)
            #expect(previous <= due)
            previous = due
        }
    }

    @Test(
        "given any clock, then its lines join without gap from start to due and what they count is the target",
        arguments: 1...150
    )
    func linesAddUp(seed: UInt64) throws {
        let sample = try Self.sample(seed, targets: 3)
        let clock = Self.clock(sample)
        let lines = clock.explain(in: sample.calendar, now: sample.now)
        #expect(lines.first?.from == Self.start && lines.last?.to == clock.due(in: sample.calendar, now: sample.now))
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.to == $1.from })
        #expect(lines.reduce(.zero) { $0 + $1.counted } == lines.last?.total)
        switch sample.target {
        case .elapsed(let time), .workingTime(let time): #expect(lines.last?.total == time)
        case .workingDays, .fixed: break
        }
        #expect(lines.allSatisfy { !$0.text.zh.isEmpty && !$0.text.en.isEmpty })
    }

    @Test(
        "given a clock that nobody stops, when it is looked at as it asks, then each warning and the breach come once and in time",
        arguments: 1...60
    )
    func looks(seed: UInt64) throws {
        let sample = try Self.sample(seed, targets: 3)
        let steps: [WarningStep] = [.used(percent: 50), .used(percent: 80), .before(.minutes(10))]
        var clock = DeadlineClock(startedAt: Self.start, target: sample.target, warnings: steps)
        var now = Self.start
        var seen: [DeadlineClock.Change] = []
        var looks = 0
        while let next = clock.nextLook(in: sample.calendar, now: now), looks < 20 {
            looks += 1
            now = next
            for change in clock.noticing(in: sample.calendar, now: now) {
                if case .warned(let step) = change {
                    #expect(clock.time(of: step, in: sample.calendar, now: now) <= now)
                }
                seen.append(change)
                clock = clock.applying(change)
            }
        }
        #expect(seen.last == .breached && seen.count { $0 == .breached } == 1)
        #expect(now == clock.due(in: sample.calendar, now: now) + .microseconds(1))
        #expect(Set(seen).count == seen.count)
        #expect(clock.noticing(in: sample.calendar, now: now + .days(1)).isEmpty)
    }
}
