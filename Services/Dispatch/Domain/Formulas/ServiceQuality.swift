import Vocabulary

/// How often a promise was kept (FM-21; DI-26), for each clock by itself.
package enum ClockCompliance {
    package static func share(inTime: Int, all: Int) throws(FormulaRefusal) -> Fraction {
        try .share(of: inTime, Figure("按时完成数", "promises kept in time"), in: all, Figure("全部承诺数", "all promises"))
    }
}

/// How often the same fault came back (FM-22; DI-27).
package struct RepeatRepairs: Hashable, Sendable {
    /// One finished repair.
    package struct Repair: Hashable, Sendable {
        package let serial: String
        package let faultCode: String
        package let finishedOn: CalendarDate

        package init(serial: String, faultCode: String, finishedOn: CalendarDate) {
            self.serial = serial
            self.faultCode = faultCode
            self.finishedOn = finishedOn
        }
    }

    package static let standardWindowInDays = 30

    package let repairs: Int
    /// Repairs of a serial and fault that had been repaired at most the window before.
    package let repeats: Int
    package let rate: Fraction

    /// - Parameter repairs: in any order; the first of a serial and fault is never a repeat.
    package init(
        _ repairs: [Repair],
        windowInDays: Int = standardWindowInDays
    ) throws(FormulaRefusal) {
        struct Key: Hashable {
            let serial: String
            let faultCode: String
        }
        guard windowInDays >= 0 else { throw .negative(Figure("统计天数", "the window in days")) }
        var last: [Key: Int] = [:]
        var repeats = 0
        for repair in repairs.sorted(by: { $0.finishedOn < $1.finishedOn }) {
            let key = Key(serial: repair.serial, faultCode: repair.faultCode)
            let day = repair.finishedOn.daysSinceEpoch
            if let before = last[key], day - before <= windowInDays { repeats += 1 }
            last[key] = day
        }
        try self.init(repeats: repeats, repairs: repairs.count)
    }

    package init(repeats: Int, repairs: Int) throws(FormulaRefusal) {
        rate = try .share(of: repeats, Figure("重复维修数", "repeat repairs"), in: repairs, Figure("维修数", "repairs"))
        self.repeats = repeats
        self.repairs = repairs
    }
}
