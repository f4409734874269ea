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

extension GuaranteeTerm {
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
