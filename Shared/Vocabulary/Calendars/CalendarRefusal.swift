/// Why there is no such calendar.
package enum CalendarRefusal: Refusal, Hashable {
    /// No weekday has a working period.
    case nothingWorked
    /// A period ends before or when it starts, or leaves the day.
    case faultyPeriod(WorkingCalendar.Period)
    /// A period starts before the one listed before it ends.
    case overlappingPeriods(WorkingCalendar.Period, WorkingCalendar.Period)
    case unknownZone(String)
    case faultyZone(String)
    /// A table of public holidays says something impossible.
    case faultyHolidays(field: String, problem: Bilingual)

    package var code: String {
        switch self {
        case .nothingWorked: "calendar-without-working-time"
        case .faultyPeriod: "faulty-working-period"
        case .overlappingPeriods: "overlapping-working-periods"
        case .unknownZone: "unknown-time-zone"
        case .faultyZone: "faulty-time-zone"
        case .faultyHolidays: "faulty-holidays"
        }
    }

    package var explanation: Bilingual {
        switch self {
        case .nothingWorked:
            Bilingual(zh: "工作日历没有任何工作时间；请至少设置一个工作时段", en: "no weekday is worked; give at least one period")
        case .faultyPeriod(let period):
            Bilingual(
                zh: "时段 \(period.description) 无效；结束须晚于开始，且在 00:00 至 24:00 之内",
                en: "the period \(period.description) must end after it starts, between 00:00 and 24:00"
            )
        case .overlappingPeriods(let first, let second):
            Bilingual(
                zh: "时段 \(first.description) 与 \(second.description) 重叠或次序颠倒",
                en: "the periods \(first.description) and \(second.description) overlap or are out of order"
            )
        case .unknownZone(let name):
            Bilingual(
                zh: "没有时区“\(name)”；请使用如 Asia/Shanghai 的名称",
                en: "there is no time zone \(name); use a name such as Asia/Shanghai"
            )
        case .faultyZone(let name):
            Bilingual(
                zh: "时区“\(name)”的数据有误",
                en: "the changes of the time zone \(name) are out of order or out of range"
            )
        case .faultyHolidays(let field, let problem):
            Bilingual(zh: "节假日表的“\(field)”有误：\(problem.zh)", en: "the holidays' \(field) is wrong: \(problem.en)")
        }
    }
}
