import Vocabulary

/// Who pays for the service, and why (IN-34).
package enum Entitlement: Hashable, Codable, Sendable {
    case free(until: CalendarDate)
    case chargeable(Reason)

    package enum Reason: Hashable, Codable, Sendable {
        case guaranteeOver(since: CalendarDate)
        case noContractDate
        case customerCaused(guaranteeEnd: CalendarDate?)
    }

    package var guaranteeEnd: CalendarDate? {
        switch self {
        case .free(let end), .chargeable(.guaranteeOver(let end)): end
        case .chargeable(.customerCaused(let end)): end
        case .chargeable(.noContractDate): nil
        }
    }

    package var isFree: Bool {
        switch self {
        case .free: true
        case .chargeable: false
        }
    }
}

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

    /// The decision for a fault shown on a day; its first and its last day both count.
    package func entitlement(
        contractDate: CalendarDate?,
        faultDate: CalendarDate,
        isCustomerCaused: Bool = false
    ) -> Entitlement {
        let end = contractDate.map(lastDay(from:))
        if isCustomerCaused { return .chargeable(.customerCaused(guaranteeEnd: end)) }
        guard let end else { return .chargeable(.noContractDate) }
        return faultDate <= end ? .free(until: end) : .chargeable(.guaranteeOver(since: end))
    }
}
