import Vocabulary

/// Figures about how often things go wrong (CO-44, CO-54).
package enum ComplaintRates {
    /// Complaints for every ten thousand users (FM-18, 万户投诉量).
    package static func perTenThousandUsers(complaints: Int, users: Int) throws(FormulaRefusal) -> Fraction {
        try Fraction(10_000)
            * .ratio(of: complaints, Figure("投诉数", "complaints"), to: users, Figure("用户数", "users"))
    }

    /// Failures of a period over units in service (FM-19, 故障率); above one when units fail more than once.
    package static func failureRate(failures: Int, unitsInService: Int) throws(FormulaRefusal) -> Fraction {
        try .ratio(of: failures, Figure("故障数", "failures"), to: unitsInService, Figure("在用台数", "units in service"))
    }

    /// Below 0.1 %; the boundary does not count.
    package static let standardDamageThreshold = Threshold.below(Fraction(1, decimals: 3))

    /// Pieces damaged or missing over pieces handled (FM-26, 货损货差率).
    package static func damage(
        damagedOrMissing: Int,
        handled: Int,
        threshold: Threshold = standardDamageThreshold
    ) throws(FormulaRefusal) -> Assessment {
        Assessment(
            try .share(
                of: damagedOrMissing,
                Figure("货损货差件数", "pieces damaged or missing"),
                in: handled,
                Figure("作业件数", "pieces handled")
            ),
            against: threshold
        )
    }
}
