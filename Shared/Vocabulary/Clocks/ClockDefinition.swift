/// A time limit of the catalogue (CK) as data: who owns it, how long it is, which events start, pause and stop it.
///
/// The figures are the catalogue's defaults; policies may set others. Events are named in words; which contract
/// stands for each is said where a service wires the clock.
package struct ClockDefinition: Hashable, Sendable {
    /// What the limit says.
    package enum Limit: Hashable, Sendable {
        /// So much time from the start.
        case within(ClockTarget)
        /// So many months from the start, less a day.
        case months(Int)
        /// Something lasts at least and at most so long.
        case lasting(ClosedRange<Duration>)
        /// So long before an event that is known beforehand.
        case ahead(of: String, by: ClosedRange<Duration>)
        /// When that event comes, at the latest.
        case noLaterThan(String)
        /// On the day of the start.
        case sameDay
    }

    /// Which time counts (POL-01).
    package enum Hours: String, Hashable, Sendable {
        case wallClock
        /// The calendar of the customer's country.
        case customerWorkingDays
    }

    /// The row of the catalogue, such as `CK-02`.
    package let row: String
    package let owner: ClockOwner
    /// Stable, English, in kebab case.
    package let code: String
    package let name: Bilingual
    package let limit: Limit
    package let hours: Hours
    package let startsOn: String
    package let stopsOn: String
    package let pausesFor: Set<PauseReason>
    package let warnings: [WarningStep]
    /// The policy that may set other figures.
    package let policy: String?

    package init(
        _ row: String,
        _ owner: ClockOwner,
        _ code: String,
        _ name: Bilingual,
        _ limit: Limit,
        hours: Hours = .wallClock,
        from startsOn: String,
        until stopsOn: String,
        pausesFor: Set<PauseReason> = [],
        warnings: [WarningStep] = [],
        policy: String? = nil
    ) {
        self.row = row
        self.owner = owner
        self.code = code
        self.name = name
        self.limit = limit
        self.hours = hours
        self.startsOn = startsOn
        self.stopsOn = stopsOn
        self.pausesFor = pausesFor
        self.warnings = warnings
        self.policy = policy
    }

    /// A clock by this definition; `nil` for limits that are no span from the start.
    package func started(at time: Timestamp) -> DeadlineClock? {
        guard case .within(let target) = limit else { return nil }
        return DeadlineClock(startedAt: time, target: target, warnings: warnings)
    }
}

/// The service that declares and runs a clock or a duty.
package enum ClockOwner: String, Hashable, CaseIterable, Sendable {
    case intake, dispatch, parts, complaints, returns, surveys, notifications, gateway
}
