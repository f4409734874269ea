import Vocabulary

/// What customers do, in contrast to what they say (SU-36, SU-41, SU-42).
package enum CustomerBehaviour {
    /// Our sales to a customer over all that the customer spends on such goods (FM-33, 荷包份额).
    package static func walletShare(ownSales: Money, categorySpend: Money) throws(FormulaRefusal) -> Fraction {
        let ownName = Figure("本企业销售额", "own sales")
        let allName = Figure("顾客同类消费额", "the customer's spend in the category")
        let share = try ownSales.checkedNotNegative(ownName).ratio(to: categorySpend, allName)
        guard share <= .one else { throw .partExceedsWhole(ownName, allName) }
        return share
    }

    /// Visits to us over visits to anybody (FM-33, 访问份额).
    package static func visitShare(ownVisits: Int, allVisits: Int) throws(FormulaRefusal) -> Fraction {
        try .share(of: ownVisits, Figure("本企业访问次数", "own visits"), in: allVisits, Figure("全部访问次数", "all visits"))
    }

    /// Customers at the start who are still customers at the end (FM-34); newly won ones do not count.
    package static func retention(kept: Int, atStart: Int) throws(FormulaRefusal) -> Fraction {
        try .share(of: kept, Figure("留存顾客数", "customers kept"), in: atStart, Figure("期初顾客数", "customers at the start"))
    }

    /// The rest of the retention (FM-34).
    package static func churn(kept: Int, atStart: Int) throws(FormulaRefusal) -> Fraction {
        try .one - retention(kept: kept, atStart: atStart)
    }

    /// What a customer gains less what the customer gives up, on one scale (FM-35, 感知价值); may be below zero.
    ///
    /// - Parameter scale: the points of the questionnaire; 0 to 10 by default.
    package static func perceivedValue(
        gains: Fraction,
        sacrifices: Fraction,
        scale: ClosedRange<Fraction> = Fraction.zero...Fraction(10)
    ) throws(FormulaRefusal) -> Fraction {
        try gains.checked(Figure("感知利得", "gains"), in: scale)
            - sacrifices.checked(Figure("感知利失", "sacrifices"), in: scale)
    }
}
