/// A limit that a measured figure is held against, with its own answer to "and when it is just equal?".
///
/// The catalogue's 以上 is "at least": the boundary counts. Every threshold is a setting with a default, never a constant
/// of a formula.
package enum Threshold: Hashable, Sendable {
    case atLeast(Fraction)
    case below(Fraction)
    case above(Fraction)

    package func isMet(by value: Fraction) -> Bool {
        switch self {
        case .atLeast(let limit): value >= limit
        case .below(let limit): value < limit
        case .above(let limit): value > limit
        }
    }
}

/// A figure as it was calculated, and whether it meets the threshold that held at the time.
package struct Assessment: Hashable, Sendable {
    package let value: Fraction
    package let threshold: Threshold

    package init(_ value: Fraction, against threshold: Threshold) {
        self.value = value
        self.threshold = threshold
    }

    package var isMet: Bool { threshold.isMet(by: value) }
}

extension Fraction {
    /// Counted things over all of them: 0 to 1, exact.
    package static func share(
        of part: Int,
        _ partName: Figure,
        in whole: Int,
        _ wholeName: Figure
    ) throws(FormulaRefusal) -> Fraction {
        guard part <= whole else { throw .partExceedsWhole(partName, wholeName) }
        return try ratio(of: part, partName, to: whole, wholeName)
    }

    /// Counted things over counted things of another kind: zero or more, exact.
    package static func ratio(
        of part: Int,
        _ partName: Figure,
        to base: Int,
        _ baseName: Figure
    ) throws(FormulaRefusal) -> Fraction {
        guard part >= 0 else { throw .negative(partName) }
        guard base >= 0 else { throw .negative(baseName) }
        guard base > 0 else { throw .zero(baseName) }
        return try Fraction(Int64(part), over: Int64(base))
    }
}
