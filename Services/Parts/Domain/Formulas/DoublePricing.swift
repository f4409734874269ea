import Vocabulary

/// The parts of one product priced so that together they cost a multiple of it (FM-05, 双倍原则; PA-03).
///
/// Parts without profit keep their cost. Protected core parts are left out of both sides: they get no price, and their
/// value is taken off the product's price. All others are multiplied by one factor.
package struct DoublePricing: Hashable, Sendable {
    /// One line of the product's bill of materials.
    package struct Line: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case regular, zeroProfit, protectedCore
        }

        package let partNumber: String
        package let unitCost: Money
        package let quantity: Int
        package let kind: Kind

        package init(_ partNumber: String, unitCost: Money, quantity: Int, kind: Kind = .regular) {
            self.partNumber = partNumber
            self.unitCost = unitCost
            self.quantity = quantity
            self.kind = kind
        }

        func cost() throws(FormulaRefusal) -> Money {
            try unitCost.times(Fraction(Int64(quantity)))
        }
    }

    package struct PricedLine: Hashable, Sendable {
        package let partNumber: String
        package let unitPrice: Money
        package let quantity: Int
    }

    /// What the parts of one product must add up to.
    package let target: Money
    /// By what the cost of a regular part is multiplied.
    package let factor: Fraction
    /// Every part that has a price, in the order of the bill of materials.
    package let prices: [PricedLine]
    /// The priced parts of one product less the target.
    ///
    /// Prices are rounded to the minor unit, so it is at most half a unit for each piece, never a growing error.
    package let deviation: Money

    package static let standardMultiple = Fraction(2)

    package init(
        productPrice: Money,
        lines: [Line],
        multiple: Fraction = standardMultiple
    ) throws(FormulaRefusal) {
        for line in lines {
            _ = try line.unitCost.checkedNotNegative(Figure("配件成本", "the part's cost"))
            guard line.quantity > 0 else { throw .zero(Figure("配件数量", "the part's quantity")) }
        }
        func total(_ kind: Line.Kind) throws(FormulaRefusal) -> Money {
            var sum = Money.zero(productPrice.currency)
            for line in lines where line.kind == kind { sum = try sum + line.cost() }
            return sum
        }
        let openPrice = try (productPrice - total(.protectedCore))
            .checkedNotNegative(Figure("扣除核心件后的整机价", "the product's price without protected cores"))
        target = try openPrice.times(multiple.checkedNotNegative(Figure("倍数", "the multiple")))
        factor = try (target - total(.zeroProfit))
            .checkedNotNegative(Figure("扣除零利润件后的金额", "what is left after parts without profit"))
            .ratio(to: total(.regular), Figure("可加价配件成本", "the cost of parts with profit"))
        let factor = factor
        prices = try Self.price(lines, by: factor)
        deviation = try Self.total(of: prices, in: productPrice.currency) - target
    }

    private static func price(_ lines: [Line], by factor: Fraction) throws(FormulaRefusal) -> [PricedLine] {
        var prices: [PricedLine] = []
        for line in lines where line.kind != .protectedCore {
            let price = line.kind == .zeroProfit ? line.unitCost : try line.unitCost.times(factor)
            prices.append(PricedLine(partNumber: line.partNumber, unitPrice: price, quantity: line.quantity))
        }
        return prices
    }

    /// What the priced parts of one product cost together.
    package static func total(of prices: [PricedLine], in currency: String) throws(FormulaRefusal) -> Money {
        var sum = Money.zero(currency)
        for line in prices { sum = try sum + line.unitPrice.times(Fraction(Int64(line.quantity))) }
        return sum
    }
}
