import Messages
import Vocabulary

/// Values as a customer reads them.
extension Timestamp {
    /// `2026-11-21 14:30` in the business time zone.
    var localText: String {
        let (day, timeOfDay) = ZoneOffset.shanghai.wallClock(at: self)
        return "\(day) \(timeOfDay.clockText)"
    }
}

extension TimeWindow {
    /// `2026-11-21 14:30–16:00`; the second day is named when it is another one.
    var localText: String {
        let (lastDay, lastTime) = ZoneOffset.shanghai.wallClock(at: end)
        let isSameDay = ZoneOffset.shanghai.day(of: start) == lastDay
        return "\(start.localText)–\(isSameDay ? lastTime.clockText : end.localText)"
    }
}

extension Duration {
    /// Hours and minutes of a time of day: `14:30`.
    fileprivate var clockText: String {
        let minutes = microseconds / 60_000_000
        return "\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))"
    }
}

extension [PartLine] {
    /// Parts with their counts: `A-1 × 2, B-7 × 1`.
    var text: String {
        map { "\($0.sku) × \($0.quantity)" }.joined(separator: ", ")
    }
}

extension Product {
    /// Category, brand and model, as far as they are known.
    var text: String {
        [category, brand, model].compactMap(\.self).joined(separator: " ")
    }
}

extension Money {
    /// `199.00 CNY`; two decimals, as all currencies of the default policy have.
    var text: String {
        "\(minorUnits / 100).\((minorUnits % 100).padded(to: 2)) \(currency)"
    }
}
