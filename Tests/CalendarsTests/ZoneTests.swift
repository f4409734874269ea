import Calendars
import Foundation
import Testing
import Vocabulary

@Suite("Time zones of the system")
struct ZoneTests {
    static func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    static let berlin = Result { try TimeZoneRules.named("Europe/Berlin") }

    @Test("given Berlin, then the clock goes forward on 29 March 2026 and back on 25 October 2026 at 01:00 UTC")
    func changes() throws {
        let changes = try Self.berlin.get().changes
        let spring = TimeZoneRules.Change(at: try Self.instant("2026-03-29T01:00:00Z"), secondsEast: 7200)
        let autumn = TimeZoneRules.Change(at: try Self.instant("2026-10-25T01:00:00Z"), secondsEast: 3600)
        #expect(changes.contains(spring) && changes.contains(autumn))
    }

    @Test("given a time that Berlin's clock skips or shows twice, then it is the end of the gap or the first of both")
    func gapAndOverlap() throws {
        let zone = try Self.berlin.get()
        let (spring, autumn) = try (#require(CalendarDate("2026-03-29")), #require(CalendarDate("2026-10-25")))
        #expect(try zone.instant(on: spring, at: .minutes(150)) == Self.instant("2026-03-29T01:00:00Z"))
        #expect(try zone.instant(on: spring, at: .hours(3)) == Self.instant("2026-03-29T01:00:00Z"))
        #expect(try zone.instant(on: autumn, at: .minutes(150)) == Self.instant("2026-10-25T00:30:00Z"))
        #expect(try zone.instant(on: autumn, at: .hours(3)) == Self.instant("2026-10-25T02:00:00Z"))
    }

    @Test("given Shanghai, then its rules today are the fixed ones of the default; it had summer time until 1991")
    func shanghai() throws {
        let zone = try TimeZoneRules.named("Asia/Shanghai")
        #expect(try zone.changes.allSatisfy { try $0.at < Self.instant("1992-01-01T00:00:00Z") })
        let now = try Self.instant("2026-11-20T15:00:00+08:00")
        #expect(zone.wallClock(at: now) == TimeZoneRules.shanghai.wallClock(at: now))
    }

    @Test(
        "given random instants, then day and time are what the system's own calendar says",
        arguments: [
            "Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca",
            "Pacific/Apia",
        ]
    )
    func againstTheSystem(name: String) throws {
        let zone = try TimeZoneRules.named(name)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: name))
        var random = SeededGenerator(seed: 20_261_122)
        for _ in 0..<500 {
            let seconds = Int64.random(in: 0...4_000_000_000, using: &random)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second],
                from: Date(timeIntervalSince1970: Double(seconds))
            )
            let (day, time) = zone.wallClock(at: Timestamp(seconds))
            #expect([day.year, day.month, day.day] == [parts.year, parts.month, parts.day])
            let local = try (#require(parts.hour) * 60 + #require(parts.minute)) * 60 + #require(parts.second)
            #expect(time == .seconds(Int64(local)), "\(name) at \(Timestamp(seconds))")
            #expect(zone.instant(on: day, at: time) <= Timestamp(seconds))
        }
    }

    @Test("given a name that is no zone, then it is refused", arguments: ["", "Mars/Olympus", "+08:00", "berlin"])
    func unknown(name: String) {
        #expect(throws: CalendarRefusal.unknownZone(name)) { try TimeZoneRules.named(name) }
    }

    @Test("given changes out of order or too far from UTC, then there are no such rules")
    func faulty() {
        let late = TimeZoneRules.Change(at: Timestamp(2), secondsEast: 0)
        let early = TimeZoneRules.Change(at: Timestamp(1), secondsEast: 3600)
        #expect(throws: CalendarRefusal.faultyZone("X")) {
            try TimeZoneRules(identifier: "X", secondsEast: 0, changes: [late, early])
        }
        #expect(throws: CalendarRefusal.faultyZone("X")) { try TimeZoneRules(identifier: "X", secondsEast: 90_000) }
    }
}
