import Vocabulary

/// Something that belongs to a case and must end before the case may be closed.
package struct CasePart: Hashable, Codable, Sendable {
    package let kind: Kind
    package let id: UniqueID
    package let stage: Stage

    package init(_ kind: Kind, _ id: UniqueID, _ stage: Stage) {
        self.kind = kind
        self.id = id
        self.stage = stage
    }

    package enum Kind: String, Codable, CaseIterable, Sendable {
        case workOrder = "work-order"
        case returnGoods = "return"
        case survey, complaint
        /// The hotline's own answer to an enquiry.
        case answer
    }

    /// How far a part has come, weakest first.
    ///
    /// Messages of different services arrive in any order, so a part only ever moves to a stronger stage: the same
    /// marks give the same parts whatever their order, and marking twice changes nothing.
    package enum Stage: String, Codable, CaseIterable, Sendable {
        /// Another service will open it.
        case expected
        case open
        case calledOff = "called-off"
        case notRepairable = "not-repairable"
        case lapsed, refused, answered, settled, refunded, repaired, exchanged

        package var hasEnded: Bool {
            switch self {
            case .expected, .open: false
            case .calledOff, .notRepairable, .lapsed, .refused, .answered, .settled, .refunded, .repaired,
                .exchanged:
                true
            }
        }
    }
}

extension CasePart.Stage: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.strength < right.strength }

    private var strength: Int {
        switch self {
        case .expected: 0
        case .open: 1
        case .calledOff: 2
        case .notRepairable: 3
        case .lapsed: 4
        case .refused: 5
        case .answered: 6
        case .settled: 7
        case .refunded: 8
        case .repaired: 9
        case .exchanged: 10
        }
    }
}

/// How a case ended, for statistics and for the customer.
package enum CaseOutcome: String, Codable, CaseIterable, Sendable {
    case repaired, exchanged, refunded
    case returnRefused = "return-refused"
    case answered, cancelled
    case complaintSettled = "complaint-settled"
}

/// All parts of one case.
package struct CaseParts: Hashable, Codable, Sendable {
    /// In the order in which they became known.
    package private(set) var all: [CasePart]

    package init(_ parts: [CasePart] = []) {
        all = []
        for part in parts { mark(part) }
    }

    package subscript(_ kind: CasePart.Kind, _ id: UniqueID) -> CasePart? {
        all.first { $0.kind == kind && $0.id == id }
    }

    /// What has neither ended nor been called off.
    package var unfinished: [CasePart] { all.filter { !$0.stage.hasEnded } }

    /// Whether the mark says more than is known already.
    package func isNews(_ part: CasePart) -> Bool {
        guard let known = self[part.kind, part.id] else { return true }
        return known.stage < part.stage
    }

    package mutating func mark(_ part: CasePart) {
        guard let index = all.firstIndex(where: { $0.kind == part.kind && $0.id == part.id }) else {
            return all.append(part)
        }
        if all[index].stage < part.stage { all[index] = part }
    }

    package func marking(_ part: CasePart) -> CaseParts {
        var copy = self
        copy.mark(part)
        return copy
    }

    /// The strongest result among the parts; the same for every order of arrival.
    package var outcome: CaseOutcome {
        func has(_ kind: CasePart.Kind, _ stage: CasePart.Stage) -> Bool {
            all.contains { $0.kind == kind && $0.stage == stage }
        }
        if has(.returnGoods, .exchanged) { return .exchanged }
        if has(.returnGoods, .refunded) { return .refunded }
        if has(.workOrder, .repaired) { return .repaired }
        if has(.returnGoods, .refused) { return .returnRefused }
        if has(.answer, .answered) { return .answered }
        if has(.complaint, .settled) { return .complaintSettled }
        return .cancelled
    }
}
