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

    /// The guarantee runs twelve months from the contract date; its last day is the day before that day comes round.
    ///
    /// Source: FM-38, CK-35, POL-07 (default).
    package static func guaranteeEnd(contractDate: CalendarDate) -> CalendarDate {
        contractDate.adding(months: 12).adding(days: -1)
    }

    /// - Parameter today: the day of the request in the business time zone; the last day of the guarantee counts.
    package static func check(contractDate: CalendarDate?, today: CalendarDate) -> ReturnEligibility {
        guard let contractDate else { return ReturnEligibility(.noContractDate) }
        let isWithin = today <= guaranteeEnd(contractDate: contractDate)
        return ReturnEligibility(isWithin ? .withinGuarantee : .guaranteeOver)
    }
}
