import Vocabulary

/// How long each promise may take: policy POL-02, in wall-clock time (POL-01).
package struct ServiceTerms: Hashable, Codable, Sendable {
    /// Variant A: a repair call is answered, reached and repaired within these spans.
    package let repairResponse: Duration
    package let arrival: Duration
    package let repair: Duration
    /// Variant B: everything else gets its reply within this span.
    package let enquiryResponse: Duration

    package init(repairResponse: Duration, arrival: Duration, repair: Duration, enquiryResponse: Duration) {
        self.repairResponse = repairResponse
        self.arrival = arrival
        self.repair = repair
        self.enquiryResponse = enquiryResponse
    }

    package static let standard = ServiceTerms(
        repairResponse: .minutes(30),
        arrival: .hours(24),
        repair: .hours(24),
        enquiryResponse: .hours(24)
    )

    /// The clocks that start at registration (CK-02, CK-03).
    ///
    /// A time that the customer names is the due time of the arrival, unless it lies before the registration.
    package func clocks(
        for contactType: ContactType,
        wishedTime: Timestamp?,
        registeredAt: Timestamp
    ) -> [ClockKind: ServiceClock] {
        func running(until dueAt: Timestamp) -> ServiceClock {
            .running(.init(startedAt: registeredAt, dueAt: dueAt))
        }
        switch contactType {
        case .repair:
            let wished = wishedTime.flatMap { $0 > registeredAt ? $0 : nil }
            return [
                .response: running(until: registeredAt + repairResponse),
                .arrival: running(until: wished ?? registeredAt + arrival),
            ]
        case .enquiry, .complaint, .returnGoods, .parts, .suggestion:
            return [.response: running(until: registeredAt + enquiryResponse)]
        }
    }

    /// The repair clock starts when the service starts, which is at the arrival (CK-04).
    package func repairTerm(from arrival: Timestamp) -> ServiceClock.Term {
        ServiceClock.Term(startedAt: arrival, dueAt: arrival + repair)
    }
}
