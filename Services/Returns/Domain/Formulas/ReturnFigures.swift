import Vocabulary

/// What the way back of goods costs, by what drives the cost (FM-27, 作业成本法; RE-18).
package struct ReverseLogisticsCost: Hashable, Sendable {
    /// An activity with its cost driver, such as inspections at so much each.
    package struct Activity: Hashable, Sendable {
        package let name: String
        package let rate: Money
        package let quantity: Fraction

        /// - Parameters:
        ///   - rate: the cost of one unit of the driver.
        ///   - quantity: units of the driver, not below zero.
        package init(_ name: String, rate: Money, quantity: Fraction) {
            self.name = name
            self.rate = rate
            self.quantity = quantity
        }
    }

    package let total: Money
    /// Each activity's cost, rounded to the minor unit, in the order given.
    package let costs: [Money]

    package init(_ activities: [Activity]) throws(FormulaRefusal) {
        var costs: [Money] = []
        for activity in activities {
            let rate = try activity.rate.checkedNotNegative(Figure("成本动因单价", "the driver rate"))
            let quantity = try activity.quantity.checkedNotNegative(Figure("成本动因数量", "the driver quantity"))
            costs.append(try rate.times(quantity))
        }
        self.costs = costs
        total = try Money.sum(of: costs, Figure("作业", "activities"))
    }

    /// The cost of one return, to the nearest minor unit.
    package func perReturn(returns: Int) throws(FormulaRefusal) -> Money {
        let name = Figure("退货数", "returns")
        guard returns >= 0 else { throw .negative(name) }
        guard returns > 0 else { throw .zero(name) }
        return try total.times(Fraction(1, over: Int64(returns)))
    }
}

/// How much of what was sold comes back (FM-28, 退货率; RE-19).
package enum ReturnRate {
    /// - Parameters:
    ///   - returned: of the goods in `sold`, so never more than those.
    ///   - sold: the shipments of the period.
    package static func share(returned: Int, sold: Int) throws(FormulaRefusal) -> Fraction {
        try .share(of: returned, Figure("退货数", "goods returned"), in: sold, Figure("销售数", "goods sold"))
    }
}
