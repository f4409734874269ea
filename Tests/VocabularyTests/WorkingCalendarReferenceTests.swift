import Testing
import Vocabulary

/// Counts second by second what a calendar says, with none of its arithmetic.
private struct Stopwatch {
    let start: Int64
    /// Whether the second that begins at `start` + index is worked.
    let isWorked: [Bool]
    /// Seconds worked before each.
    let sums: [Int64]
    /// By how many seconds are worked: the index of the first by which they are.
    let marks: [Int]

    init(_ calendar: WorkingCalendar, from start: Int64, seconds: Int) {
        var isWorked: [Bool] = []
        var sums: [Int64] = [0]
        var marks = [0]
        let special = Dictionary(uniqueKeysWithValues: calendar.specialDays.map { ($0.key.daysSinceEpoch, $0.value) })
        var (today, spans): (Int64, [(Int64, Int64)]) = (.min, [])
        var (offset, changes) = (calendar.zone.secondsEast, calendar.zone.changes[...])
        for second in start..<start + Int64(seconds) {
            while let change = changes.first, change.at <= Timestamp(second) {
                offset = change.secondsEast
                changes.removeFirst()
            }
            let local = second + Int64(offset)
            let (day, time) = (local / 86_400, local % 86_400)
            if day != today {
                today = day
                spans = Self.spans(calendar, day, special[Int(day)])
            }
            let isNowWorked = spans.contains { $0.0 <= time && time < $0.1 }
            isWorked.append(isNowWorked)
            sums.append(Int64(marks.count - 1) + (isNowWorked ? 1 : 0))
            if isNowWorked { marks.append(isWorked.count) }
        }
        (self.start, self.isWorked, self.sums, self.marks) = (start, isWorked, sums, marks)
    }

    private static func spans(
        _ calendar: WorkingCalendar,
        _ day: Int64,
        _ special: WorkingCalendar.SpecialDay?
    ) -> [(Int64, Int64)] {
        let weekday = Weekday.allCases[Int((day + 3) % 7)]
        let plain = calendar.weekend.contains(weekday) ? [] : calendar.otherHours[weekday] ?? calendar.periods
        let periods =
            switch special?.kind {
            case nil: plain
            case .holiday: [WorkingCalendar.Period]()
            case .makeUpDay: calendar.periods
            case .hours(let hours): hours
            }
        return periods.map { ($0.start.components.seconds, $0.end.components.seconds) }
    }
}

@Suite("Working calendars against a stopwatch")
struct WorkingCalendarReferenceTests {
    private static let days = 3

    private static func periods(_ random: inout SeededGenerator) -> [WorkingCalendar.Period] {
        let marks = Set(
            (0..<2 * Int.random(in: 1...3, using: &random)).map { _ in Int64.random(in: 0...86_400, using: &random) }
        )
        let bounds = (marks.count % 2 == 0 ? Array(marks) : Array(marks) + [86_400 - Int64(marks.count)]).sorted()
        return stride(from: 0, to: bounds.count - 1, by: 2)
            .filter { bounds[$0] < bounds[$0 + 1] }
            .map { .init(from: .seconds(bounds[$0]), to: .seconds(bounds[$0 + 1])) }
    }

    private static func calendar(_ start: Int64, _ random: inout SeededGenerator) throws -> WorkingCalendar {
        var special: [CalendarDate: WorkingCalendar.SpecialDay] = [:]
        for day in -1...Self.days where Int.random(in: 0..<3, using: &random) == 0 {
            let kinds: [WorkingCalendar.SpecialDay.Kind] = [.holiday, .makeUpDay, .hours(periods(&random))]
            let kind = kinds[Int.random(in: 0..<3, using: &random)]
            special[CalendarDate(daysSinceEpoch: Int(start / 86_400) + day)] = .init(
                kind,
                Bilingual(zh: "日", en: "day")
            )
        }
        var (offset, changes) = (Int.random(in: -12...14, using: &random) * 3600, [TimeZoneRules.Change]())
        let first = offset
        for at in Set((0..<3).map { _ in Int64.random(in: 0...Int64(Self.days) * 86_400, using: &random) }).sorted() {
            offset += [-5400, -3600, -1800, 1800, 3600, 7200][Int.random(in: 0..<6, using: &random)]
            changes.append(.init(at: Timestamp(start + at), secondsEast: offset))
        }
        return try WorkingCalendar(
            periods: [periods(&random), [.wholeDay]].first { !$0.isEmpty } ?? [],
            weekend: Set(Weekday.allCases.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }.prefix(5)),
            otherHours: [.saturday: periods(&random), .sunday: periods(&random)],
            specialDays: special,
            zone: TimeZoneRules(
                identifier: "Test/Random",
                secondsEast: first,
                changes: Bool.random(using: &random) ? changes : []
            )
        )
    }

    @Test(
        "given a random calendar, then every sum and every due time is that of a stopwatch",
        arguments: UInt64(1)...16
    )
    func stopwatch(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let start = Int64.random(in: 1_000_000_000...2_000_000_000, using: &random)
        let calendar = try Self.calendar(start, &random)
        let watch = Stopwatch(calendar, from: start, seconds: Self.days * 86_400)
        for _ in 0..<400 {
            let from = Int.random(in: 0..<watch.isWorked.count, using: &random)
            let to = Int.random(in: from...watch.isWorked.count, using: &random)
            let begin = Timestamp(start + Int64(from))
            let worked = watch.sums[to] - watch.sums[from]
            #expect(calendar.workingTime(from: begin, to: Timestamp(start + Int64(to))) == .seconds(worked))
            #expect(from == watch.isWorked.count || calendar.isWorkingTime(begin) == watch.isWorked[from])
            guard worked > 0 else { continue }
            let due = watch.marks[Int(watch.sums[to])]
            #expect(calendar.adding(workingTime: .seconds(worked), to: begin) == Timestamp(start + Int64(due)))
            let next = watch.marks[Int(watch.sums[from]) + 1] - 1
            #expect(calendar.nextWorkingTime(from: begin) == Timestamp(start + Int64(next)))
        }
        try Self.compareSpans(calendar, watch)
    }

    private static func compareSpans(_ calendar: WorkingCalendar, _ watch: Stopwatch) throws {
        let end = Timestamp(watch.start + Int64(watch.isWorked.count))
        let spans = calendar.workedSpans(from: Timestamp(watch.start), to: end)
        var index = 0
        var expected: [Range<Timestamp>] = []
        while let first = watch.isWorked[index...].firstIndex(of: true) {
            index = watch.isWorked[first...].firstIndex(of: false) ?? watch.isWorked.count
            expected.append(Timestamp(watch.start + Int64(first))..<Timestamp(watch.start + Int64(index)))
        }
        #expect(spans == expected)
    }
}
