import Vocabulary

/// How many customers are lost because most of the unhappy ones say nothing (FM-29; CO-54, SU-40).
package struct SilentLoss: Hashable, Sendable {
    /// What is known about unhappy customers, as shares.
    package struct Behaviour: Hashable, Sendable {
        package let complain: Fraction
        package let silentLeave: Fraction
        package let handledReturn: Fraction
        /// New customers needed in place of a lost one.
        package let replacements: Int
        /// What winning a customer costs against keeping one.
        package let acquisitionFactor: Int

        /// 7.5 % complain, 80 % of the silent leave, 98 % of those whose complaint is handled return; 10 and 5.
        package static let standard = Behaviour(
            checkedComplain: Fraction(75, decimals: 3),
            silentLeave: .percent(80),
            handledReturn: .percent(98),
            replacements: 10,
            acquisitionFactor: 5
        )

        package init(
            complain: Fraction,
            silentLeave: Fraction = standard.silentLeave,
            handledReturn: Fraction = standard.handledReturn,
            replacements: Int = standard.replacements,
            acquisitionFactor: Int = standard.acquisitionFactor
        ) throws(FormulaRefusal) {
            let share = Fraction.zero...Fraction.one
            guard replacements >= 0 else { throw .negative(Figure("替代倍数", "the replacements")) }
            guard acquisitionFactor >= 0 else { throw .negative(Figure("获客成本倍数", "the acquisition factor")) }
            self.init(
                checkedComplain: try complain.checked(Figure("投诉比例", "the share that complains"), in: share),
                silentLeave: try silentLeave.checked(Figure("沉默流失率", "the share of the silent that leaves"), in: share),
                handledReturn: try handledReturn.checked(Figure("处理后回头率", "the share that returns"), in: share),
                replacements: replacements,
                acquisitionFactor: acquisitionFactor
            )
        }

        private init(
            checkedComplain complain: Fraction,
            silentLeave: Fraction,
            handledReturn: Fraction,
            replacements: Int,
            acquisitionFactor: Int
        ) {
            self.complain = complain
            self.silentLeave = silentLeave
            self.handledReturn = handledReturn
            self.replacements = replacements
            self.acquisitionFactor = acquisitionFactor
        }
    }

    /// Expected numbers of people: shares of a person are kept.
    package let complaining: Fraction
    package let silent: Fraction
    package let lost: Fraction
    package let newCustomersNeeded: Fraction

    package init(unhappy: Int, behaviour: Behaviour = .standard) throws(FormulaRefusal) {
        guard unhappy >= 0 else { throw .negative(Figure("不满意顾客数", "unhappy customers")) }
        let all = Fraction(Int64(unhappy))
        complaining = try all * behaviour.complain
        silent = try all - complaining
        lost = try silent * behaviour.silentLeave + complaining * (.one - behaviour.handledReturn)
        newCustomersNeeded = try lost * Fraction(Int64(behaviour.replacements))
    }

    /// What it costs to win one customer.
    package static func acquisitionCost(
        retentionCost: Money,
        behaviour: Behaviour = .standard
    ) throws(FormulaRefusal) -> Money {
        try retentionCost.checkedNotNegative(Figure("留客成本", "the retention cost"))
            .times(Fraction(Int64(behaviour.acquisitionFactor)))
    }
}
