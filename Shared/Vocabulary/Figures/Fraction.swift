/// An exact number: what shares, weights, factors and scores are calculated with.
///
/// Always in lowest terms with a positive denominator, so equal numbers are equal values. Nothing is rounded before
/// somebody asks for it, and a number that does not fit is refused instead of wrapped.
package struct Fraction: Hashable, Sendable {
    package let numerator: Int64
    package let denominator: Int64

    package init(_ whole: Int64) {
        numerator = whole
        denominator = 1
    }

    /// A decimal written as its digits and their number behind the point: `Fraction(875, decimals: 1)` is 87.5.
    ///
    /// - Parameter decimals: 0 to 18; fewer and more are taken as the nearest of them.
    package init(_ digits: Int64, decimals: Int) {
        self.init(lowest: Int128(digits), Int128(Self.powerOfTen(min(max(decimals, 0), 18))))
    }

    /// 80 % is `Fraction.percent(80)`.
    package static func percent(_ count: Int64) -> Fraction {
        Fraction(count, decimals: 2)
    }

    package static let zero = Fraction(0)
    package static let one = Fraction(1)

    package init(_ numerator: Int64, over denominator: Int64) throws(FormulaRefusal) {
        self = try Self.make(Int128(numerator), Int128(denominator))
    }

    /// Only for parts of which both are known to fit once reduced.
    private init(lowest numerator: Int128, _ denominator: Int128) {
        let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        self.numerator = Int64(clamping: numerator / Int128(divisor))
        self.denominator = Int64(clamping: denominator / Int128(divisor))
    }

    private static func make(_ numerator: Int128, _ denominator: Int128) throws(FormulaRefusal) -> Fraction {
        guard denominator != 0 else { throw .zero(.divisor) }
        let divisor = Int128(greatestCommonDivisor(numerator.magnitude, denominator.magnitude))
        let sign: Int128 = denominator < 0 ? -1 : 1
        let top = numerator / divisor * sign
        let bottom = denominator / divisor * sign
        guard Int64(exactly: top) != nil, Int64(exactly: bottom) != nil else { throw .tooLarge }
        return Fraction(lowest: top, bottom)
    }

    private static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (larger, smaller) = (left, right)
        while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
        return max(larger, 1)
    }

    static func powerOfTen(_ exponent: Int) -> Int64 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}

extension Fraction: Comparable {
    package static func < (left: Fraction, right: Fraction) -> Bool {
        Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator) * Int128(left.denominator)
    }
}

extension Fraction {
    package static func + (left: Fraction, right: Fraction) throws(FormulaRefusal) -> Fraction {
        try make(
            Int128(left.numerator) * Int128(right.denominator) + Int128(right.numerator) * Int128(left.denominator),
            Int128(left.denominator) * Int128(right.denominator)
        )
    }

    package static func - (left: Fraction, right: Fraction) throws(FormulaRefusal) -> Fraction {
        try make(
            Int128(left.numerator) * Int128(right.denominator) - Int128(right.numerator) * Int128(left.denominator),
            Int128(left.denominator) * Int128(right.denominator)
        )
    }

    package static func * (left: Fraction, right: Fraction) throws(FormulaRefusal) -> Fraction {
        try make(
            Int128(left.numerator) * Int128(right.numerator),
            Int128(left.denominator) * Int128(right.denominator)
        )
    }

    package static func / (left: Fraction, right: Fraction) throws(FormulaRefusal) -> Fraction {
        try make(
            Int128(left.numerator) * Int128(right.denominator),
            Int128(left.denominator) * Int128(right.numerator)
        )
    }

    package static func sum(of terms: [Fraction]) throws(FormulaRefusal) -> Fraction {
        var total = Fraction.zero
        for term in terms { total = try total + term }
        return total
    }

    /// The distance from zero.
    package func magnitude() throws(FormulaRefusal) -> Fraction {
        self < .zero ? try .zero - self : self
    }
}
