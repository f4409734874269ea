/// What must hold whatever failed; the numbers are those of the design's table 4.1.
package enum Invariant: String, CaseIterable, Codable, Sendable, Comparable {
    case nothingLost = "I1"
    case nothingInvented = "I2"
    case inCommitOrder = "I3"
    case appliedOnce = "I4"
    case appliedInOrder = "I5"
    case stockConserved = "I6"
    case moneyConserved = "I7"
    case oneOutcome = "I8"
    case deadlineOnceNotEarly = "I9"
    case nothingStuck = "I10"
    case receivedIsAccountedFor = "I11"
    case bounded = "I12"
    case recovers = "I13"
    case nothingLeaks = "I14"

    package static func < (left: Invariant, right: Invariant) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }

    package var title: String {
        switch self {
        case .nothingLost: "nothing lost: what was committed is on the topics"
        case .nothingInvented: "nothing invented: what is on the topics was committed"
        case .inCommitOrder: "numbers without gaps, first appearance per key in commit order"
        case .appliedOnce: "applied once"
        case .appliedInOrder: "applied in order per key: the list is 1..n"
        case .stockConserved: "stock conserved, never negative"
        case .moneyConserved: "debits are credits"
        case .oneOutcome: "one outcome per command, and the right one"
        case .deadlineOnceNotEarly: "a deadline comes once and never early"
        case .nothingStuck: "every step is done, refused or parked with a reason"
        case .receivedIsAccountedFor: "parked, done and refused make up what was received"
        case .bounded: "nothing is left open or grows without end"
        case .recovers: "recovers without anybody's help"
        case .nothingLeaks: "no personal data in the clear"
        }
    }
}

/// One thing that should not be.
package struct Violation: Sendable, Equatable, CustomStringConvertible {
    package let invariant: Invariant
    package let detail: String

    package init(_ invariant: Invariant, _ detail: String) {
        self.invariant = invariant
        self.detail = detail
    }

    package var description: String { "\(invariant.rawValue): \(detail)" }
}
