import Vocabulary

/// Whether the customer has a right to the return, with the reason shown to staff and customer (RE-02).
package struct ReturnEligibility: Codable, Equatable, Sendable {
    package enum Reason: String, Codable, CaseIterable, Sendable {
        case withinGuarantee = "within-guarantee"
        case guaranteeOver = "guarantee-over"
        case noContractDate = "no-contract-date"
        case customerCaused = "customer-caused"
    }

    package let reason: Reason

    package init(_ reason: Reason) {
        self.reason = reason
    }

    package var isEligible: Bool {
        switch reason {
        case .withinGuarantee: true
        case .guaranteeOver, .noContractDate, .customerCaused: false
        }
    }

    /// - Parameter today: the day of the request in the business time zone; the last day of the guarantee counts.
    /// - Throws: `contractDateInFuture`.
    package static func check(
        contractDate: CalendarDate?,
        today: CalendarDate,
        term: GuaranteeTerm = .standard
    ) throws(ReturnRefusal) -> ReturnEligibility {
        guard let contractDate else { return ReturnEligibility(.noContractDate) }
        guard contractDate <= today else { throw .contractDateInFuture(contractDate) }
        let isWithin = today <= term.lastDay(from: contractDate)
        return ReturnEligibility(isWithin ? .withinGuarantee : .guaranteeOver)
    }
}
