/// What people read out on the phone: `AS-20261121-000042`.
///
/// The day is that of registration in the business time zone; the number counts up within the day.
package struct CaseNumber: Hashable, Sendable {
    package let day: CalendarDate
    package let ordinal: Int

    package init(day: CalendarDate, ordinal: Int) {
        self.day = day
        self.ordinal = ordinal
    }
}

extension CaseNumber: LosslessStringConvertible {
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "AS", parts[1].count == 8, parts[2].count >= 6,
            parts.dropFirst().allSatisfy({ $0.utf8.allSatisfy(Self.digits.contains) }),
            let digits = Int(parts[1]), let ordinal = Int(parts[2]),
            let day = CalendarDate(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
        else { return nil }
        self.init(day: day, ordinal: ordinal)
    }

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    package var description: String {
        "AS-\(day.year.padded(to: 4))\(day.month.padded(to: 2))\(day.day.padded(to: 2))-\(ordinal.padded(to: 6))"
    }
}

extension CaseNumber: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = CaseNumber(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a case number")
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
