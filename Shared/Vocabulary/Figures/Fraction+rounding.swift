/// How a number loses the places that nobody wants.
package enum Rounding: Sendable {
    /// To the nearest, a half away from zero (四舍五入).
    case half
    /// Towards positive infinity: pieces, seats and people that must be enough.
    case up
    /// Towards negative infinity.
    case down
}

extension Fraction {
    /// The nearest whole number by the rule.
    package func rounded(_ rounding: Rounding = .half) -> Int64 {
        Int64(clamping: Self.divide(Int128(numerator), by: Int128(denominator), rounding))
    }

    /// The number to that many decimals, as a count of the last of them: 92.74 to two decimals is 9274.
    ///
    /// - Parameter decimals: 0 to 18; fewer and more are taken as the nearest of them.
    package func rounded(decimals: Int, _ rounding: Rounding = .half) throws(FormulaRefusal) -> Int64 {
        let power = Int128(Self.powerOfTen(min(max(decimals, 0), 18)))
        let digits = Self.divide(Int128(numerator) * power, by: Int128(denominator), rounding)
        guard let value = Int64(exactly: digits) else { throw .tooLarge }
        return value
    }

    private static func divide(_ dividend: Int128, by divisor: Int128, _ rounding: Rounding) -> Int128 {
        let floor = dividend.flooredDivision(by: divisor)
        let rest = dividend - floor * divisor
        switch rounding {
        case .down: return floor
        case .up: return rest == 0 ? floor : floor + 1
        case .half:
            let isNearerAbove = 2 * rest > divisor || (2 * rest == divisor && dividend > 0)
            return isNearerAbove ? floor + 1 : floor
        }
    }

    /// The number written with that many decimals: `92.74`; `nil` when it has too many digits for that.
    package func text(decimals: Int) -> String? {
        guard let digits = try? rounded(decimals: decimals) else { return nil }
        let places = min(max(decimals, 0), 18)
        let power = UInt64(Self.powerOfTen(places))
        let (whole, rest) = digits.magnitude.quotientAndRemainder(dividingBy: power)
        let sign = digits < 0 ? "-" : ""
        return power == 1 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest.padded(to: places))"
    }
}

extension Fraction: LosslessStringConvertible {
    /// A decimal such as `-0.7`, or a fraction such as `2/3`; anything else is `nil`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let top = Int64(parts[0]), let bottom = Int64(parts[1]),
                let value = try? Fraction(top, over: bottom)
            else { return nil }
            self = value
            return
        }
        let sides = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = sides.count == 2 ? sides[1] : ""
        guard let whole = sides.first, !whole.isEmpty, sides.count == 1 || !decimals.isEmpty, decimals.count <= 18,
            decimals.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let digits = Int64(String(whole) + String(decimals))
        else { return nil }
        self.init(digits, decimals: decimals.count)
    }

    /// A decimal where that is exact, otherwise numerator and denominator.
    package var description: String {
        for decimals in 0...18 where Self.powerOfTen(decimals) % denominator == 0 {
            return text(decimals: decimals) ?? "\(numerator)/\(denominator)"
        }
        return "\(numerator)/\(denominator)"
    }
}
