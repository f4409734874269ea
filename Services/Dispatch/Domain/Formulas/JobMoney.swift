import Vocabulary

/// What a job costs, and what of it the customer pays (FM-39, 售后服务费用; DI-38).
package struct AfterSaleFee: Hashable, Sendable {
    package let total: Money
    /// Nothing while the guarantee covers the fault.
    package let customerPays: Money

    package init(
        material: Money,
        transport: Money,
        labour: Money,
        isUnderGuarantee: Bool,
        isCustomerCaused: Bool
    ) throws(FormulaRefusal) {
        total =
            try material.checkedNotNegative(Figure("材料费", "the material cost"))
            + transport.checkedNotNegative(Figure("运输费", "the transport cost"))
            + labour.checkedNotNegative(Figure("人工费", "the labour cost"))
        customerPays = isUnderGuarantee && !isCustomerCaused ? .zero(material.currency) : total
    }
}

/// Reward and deduction for an installation that was finished early or late (FM-40; DI-34).
package struct InstallerIncentive: Hashable, Sendable {
    package let rewardPerDay: Money
    package let deductionPerDay: Money

    /// The catalogue gives no rates: zero, in renminbi, until somebody sets them.
    package static let standard = InstallerIncentive(checkedReward: .zero("CNY"), deduction: .zero("CNY"))

    package init(rewardPerDay: Money, deductionPerDay: Money) throws(FormulaRefusal) {
        _ = try rewardPerDay + deductionPerDay
        self.init(
            checkedReward: try rewardPerDay.checkedNotNegative(Figure("每日奖励", "the reward per day")),
            deduction: try deductionPerDay.checkedNotNegative(Figure("每日扣款", "the deduction per day"))
        )
    }

    private init(checkedReward reward: Money, deduction: Money) {
        rewardPerDay = reward
        deductionPerDay = deduction
    }

    /// Above zero a reward, below zero a deduction; early work that is not accepted earns nothing.
    package func amount(
        planned: CalendarDate,
        finished: CalendarDate,
        isQualityAccepted: Bool
    ) throws(FormulaRefusal) -> Money {
        let daysEarly = planned.daysSinceEpoch - finished.daysSinceEpoch
        guard daysEarly > 0 else { return try deductionPerDay.times(Fraction(Int64(daysEarly))) }
        return isQualityAccepted ? try rewardPerDay.times(Fraction(Int64(daysEarly))) : .zero(rewardPerDay.currency)
    }
}
