import ComplaintsDomain
import DispatchDomain
import GatewayService
import IntakeDomain
import NotificationsDomain
import PartsDomain
import SurveysDomain
import Testing
import Vocabulary

/// Every time limit and recurring duty of the catalogue, as its owner declares it:
/// CK-01 CK-02 CK-03 CK-04 CK-05 CK-06 CK-07 CK-08 CK-09 CK-10 CK-11 CK-12 CK-13 CK-14 CK-15 CK-16 CK-17 CK-18 CK-19
/// CK-20 CK-21 CK-22 CK-23 CK-24 CK-25 CK-26 CK-27 CK-28 CK-29 CK-30 CK-31 CK-32 CK-33 CK-34 CK-35 CK-36 CK-37.
@Suite("The clocks of the catalogue are declared")
struct ClockCatalogueTests {
    private static let clocks =
        IntakeDomain.ClockDefinitions.clocks + DispatchDomain.ClockDefinitions.clocks
        + PartsDomain.ClockDefinitions.clocks + ComplaintsDomain.ClockDefinitions.clocks
        + SurveysDomain.ClockDefinitions.clocks + NotificationsDomain.ClockDefinitions.clocks
        + GatewayService.ClockDefinitions.clocks
    private static let schedules =
        IntakeDomain.ClockDefinitions.schedules + DispatchDomain.ClockDefinitions.schedules
        + PartsDomain.ClockDefinitions.schedules + ComplaintsDomain.ClockDefinitions.schedules
        + SurveysDomain.ClockDefinitions.schedules + NotificationsDomain.ClockDefinitions.schedules
        + GatewayService.ClockDefinitions.schedules

    private static func clock(_ code: String) throws -> ClockDefinition {
        try #require(clocks.first { $0.code == code })
    }

    private static func schedule(_ code: String) throws -> ScheduleDefinition {
        try #require(schedules.first { $0.code == code })
    }

    private static func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    @Test("given the catalogue, then each row CK-01 to CK-37 is declared, by one service only")
    func complete() {
        let owners = Self.clocks.map { ($0.row, $0.owner) } + Self.schedules.map { ($0.row, $0.owner) }
        #expect(Set(owners.map(\.0)) == Set((1...37).map { "CK-\($0.padded(to: 2))" }))
        for (row, rows) in Dictionary(grouping: owners, by: \.0) {
            #expect(Set(rows.map(\.1)).count == 1, "\(row) has several owners")
        }
    }

    @Test("given all declarations, then codes are unique and both names are there")
    func named() {
        let codes = Self.clocks.map(\.code) + Self.schedules.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect((Self.clocks.map(\.name) + Self.schedules.map(\.name)).allSatisfy { !$0.zh.isEmpty && !$0.en.isEmpty })
    }

    @Test(
        "given the examples of the catalogue, then a clock by its definition is due at the time that stands there",
        arguments: [
            ("repair-response", "2026-11-17T16:50:00+08:00", "2026-11-17T17:20:00+08:00"),
            ("arrival", "2026-11-17T16:50:00+08:00", "2026-11-18T16:50:00+08:00"),
            ("repair", "2026-11-18T10:00:00+08:00", "2026-11-19T10:00:00+08:00"),
            ("complaint-visit", "2026-11-20T15:00:00+08:00", "2026-11-20T23:00:00+08:00"),
            ("interim-measure", "2026-11-20T15:00:00+08:00", "2026-11-23T15:00:00+08:00"),
            ("permanent-measure", "2026-11-20T15:00:00+08:00", "2026-11-27T15:00:00+08:00"),
        ]
    )
    func examples(code: String, start: String, due: String) throws {
        let start = try Self.instant(start)
        let clock = try #require(Self.clock(code).started(at: start))
        #expect(try clock.due(in: .wholeWeekdays, now: start) == Self.instant(due))
    }

    @Test(
        "given the duties that come round, then the next one is when the catalogue says",
        arguments: [
            ("weekly-report", "2026-11-16T00:00:00+08:00", "2026-11-20T14:00:00+08:00"),
            ("month-end-slips", "2026-02-01T00:00:00+08:00", "2026-02-28T18:00:00+08:00"),
            ("month-end-slips", "2026-03-01T00:00:00+08:00", "2026-03-30T18:00:00+08:00"),
            ("supervision-report", "2026-11-16T00:00:00+08:00", "2026-11-30T18:00:00+08:00"),
            ("satisfaction-round", "2026-05-02T00:00:00+08:00", "2026-10-01T06:00:00+08:00"),
            ("december-gift", "2026-11-16T00:00:00+08:00", "2026-12-01T06:00:00+08:00"),
            ("daily-report", "2026-11-20T18:00:00+08:00", "2026-11-23T18:00:00+08:00"),
            ("shift-from-20", "2026-11-20T19:00:00+08:00", "2026-11-20T20:00:00+08:00"),
            ("outlet-assessment", "2026-11-20T19:00:00+08:00", "2027-01-01T06:00:00+08:00"),
        ]
    )
    func duties(code: String, after: String, next: String) throws {
        guard case .recurring(let rule) = try Self.schedule(code).rule else {
            Issue.record("\(code) does not come round by the calendar")
            return
        }
        #expect(try rule.next(after: Self.instant(after), in: .wholeWeekdays) == Self.instant(next))
    }
}
