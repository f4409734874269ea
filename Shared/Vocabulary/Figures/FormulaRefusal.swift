/// Why a formula has no result for the figures it was given.
package enum FormulaRefusal: Refusal, Hashable {
    /// A figure that others are divided by is zero.
    case zero(Figure)
    case negative(Figure)
    /// Both bounds belong to what is allowed.
    case outside(Figure, from: Fraction, to: Fraction)
    /// A part is larger than the whole it belongs to.
    case partExceedsWhole(Figure, Figure)
    /// Weights that must add up to one do not.
    case weightsNotOne(sum: Fraction)
    case nothingGiven(Figure)
    /// Two lists that belong together differ in length.
    case differentCounts(Figure, Figure)
    case differentCurrencies(String, String)
    /// A figure or the result needs more digits than are kept.
    case tooLarge

    package var code: String {
        switch self {
        case .zero: "figure-is-zero"
        case .negative: "figure-is-negative"
        case .outside: "figure-out-of-range"
        case .partExceedsWhole: "part-exceeds-whole"
        case .weightsNotOne: "weights-not-one"
        case .nothingGiven: "no-figures-given"
        case .differentCounts: "different-counts"
        case .differentCurrencies: "different-currencies"
        case .tooLarge: "figure-too-large"
        }
    }

    package var explanation: Bilingual {
        switch self {
        case .zero(let figure):
            Bilingual(zh: "“\(figure.zh)”为零，无法计算；请填写大于零的数值", en: "\(figure.en) is zero; give a number above zero")
        case .negative(let figure):
            Bilingual(zh: "“\(figure.zh)”不能为负数", en: "\(figure.en) is negative; give zero or more")
        case .outside(let figure, let low, let high):
            Bilingual(
                zh: "“\(figure.zh)”应在 \(low) 至 \(high) 之间",
                en: "\(figure.en) must lie between \(low) and \(high)"
            )
        case .partExceedsWhole(let part, let whole):
            Bilingual(
                zh: "“\(part.zh)”不能大于“\(whole.zh)”",
                en: "\(part.en) cannot exceed \(whole.en); correct one of them"
            )
        case .weightsNotOne(let sum):
            Bilingual(zh: "权重之和应为 1，现为 \(sum)", en: "the weights must add up to 1, not to \(sum)")
        case .nothingGiven(let figure):
            Bilingual(zh: "缺少“\(figure.zh)”", en: "\(figure.en) are missing; give at least one")
        case .differentCounts(let left, let right):
            Bilingual(zh: "“\(left.zh)”与“\(right.zh)”的个数不一致", en: "\(left.en) and \(right.en) differ in number")
        case .differentCurrencies(let left, let right):
            Bilingual(
                zh: "币种不同：\(left) 与 \(right)；请先换算",
                en: "the currencies \(left) and \(right) differ; convert one first"
            )
        case .tooLarge:
            Bilingual(zh: "数值过大，无法计算；请检查输入", en: "a figure is too large to calculate with; check what was entered")
        }
    }
}

/// The name of a figure that goes into a formula, in the words of the trade.
package struct Figure: Hashable, Sendable {
    package let zh: String
    package let en: String

    package init(_ zh: String, _ en: String) {
        self.zh = zh
        self.en = en
    }

    package static let divisor = Figure("除数", "the divisor")
}

extension Fraction {
    /// The number itself, unless it lies outside the bounds.
    package func checked(_ figure: Figure, in bounds: ClosedRange<Fraction>) throws(FormulaRefusal) -> Fraction {
        guard bounds.contains(self) else {
            throw .outside(figure, from: bounds.lowerBound, to: bounds.upperBound)
        }
        return self
    }

    /// The number itself, unless it is below zero.
    package func checkedNotNegative(_ figure: Figure) throws(FormulaRefusal) -> Fraction {
        guard self >= .zero else { throw .negative(figure) }
        return self
    }
}
