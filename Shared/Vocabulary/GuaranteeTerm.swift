/// The guarantee term of policy POL-07; its default is twelve months from the contract date.
package struct GuaranteeTerm: Hashable, Codable, Sendable {
    package let months: Int

    package init(months: Int) {
        self.months = months
    }

    package static let standard = GuaranteeTerm(months: 12)

    /// The last day of the guarantee (FM-38): start + term − 1 day.
    ///
    /// A start that the last month lacks (29 February) ends on that month's last day.
    package func lastDay(from start: CalendarDate) -> CalendarDate {
        let sameDay = start.adding(months: months)
        return sameDay.day < start.day ? sameDay : sameDay.adding(days: -1)
    }
}
