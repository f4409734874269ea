import Foundation
import Testing
import Vocabulary

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "given an RFC 3339 text, when it is read, then it is the instant in UTC",
        arguments: [
            ("2026-11-21T10:42:00Z", "2026-11-21T10:42:00Z"),
            ("2026-11-21t10:42:00z", "2026-11-21T10:42:00Z"),
            ("2026-11-21 10:42:00Z", "2026-11-21T10:42:00Z"),
            ("2026-11-21T18:42:00+08:00", "2026-11-21T10:42:00Z"),
            ("2026-11-20T23:12:00-11:30", "2026-11-21T10:42:00Z"),
            ("2026-11-21T10:42:00.5Z", "2026-11-21T10:42:00.500000Z"),
            ("2026-11-21T10:42:00.1234567899Z", "2026-11-21T10:42:00.123456Z"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ]
    )
    func reads(text: String, expected: String) {
        #expect(Timestamp(text)?.description == expected)
    }

    @Test(
        "given anything else, when it is read, then there is none",
        arguments: [
            "", "2026-11-21", "2026-11-21T10:42:00", "2026-11-21T10:42Z", "2026-11-21T24:00:00Z",
            "2026-11-21T10:60:00Z", "2026-11-21T10:42:61Z", "2026-11-21T10:42:00.Z", "2026-11-21T10:42:00+8:00",
            "2026-11-21T10:42:00+24:00", "2026-02-30T10:42:00Z", "2026-11-21T10:42:00ZZ",
        ]
    )
    func refuses(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("given two instants, when they are subtracted and added, then nothing is lost")
    func arithmetic() {
        let start = Timestamp(1_000)
        let end = start + .minutes(30) + .microseconds(1)
        #expect(end - start == .seconds(1800) + .microseconds(1))
        #expect(end - .microseconds(1) - .minutes(30) == start)
        #expect(start < end)
        #expect(Duration.hours(24) == .days(1))
    }

    @Test("given a value, when it goes through JSON, then it is an RFC 3339 text and comes back")
    func json() throws {
        let value = [Timestamp(microsecondsSinceEpoch: 1_795_257_720_000_001)]
        let data = try JSONEncoder().encode(value)
        #expect(String(decoding: data, as: UTF8.self) == "[\"\(value[0])\"]")
        #expect(try JSONDecoder().decode([Timestamp].self, from: data) == value)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Timestamp].self, from: Data("[\"today\"]".utf8))
        }
    }

    @Test(
        "given a time whose offset leads out of the years 1 to 9999, when it is read, then it is none",
        arguments: ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"]
    )
    func refusesYearsThatCannotBeWritten(text: String) {
        #expect(Timestamp(text) == nil)
    }
}
