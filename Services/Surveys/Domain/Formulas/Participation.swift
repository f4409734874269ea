import Vocabulary

/// How many of the customers a survey reached and heard (FM-15, 覆盖率×回收率).
package struct Participation: Hashable, Sendable {
    /// Questionnaires sent over customers.
    package let coverage: Fraction
    /// Questionnaires returned over those sent; zero when none was sent.
    package let returnRate: Fraction
    /// Coverage times return rate, held against its threshold.
    package let overall: Assessment

    /// At least 75 % of the customers; the boundary counts (SU-09).
    package static let standardThreshold = Threshold.atLeast(.percent(75))

    package init(
        customers: Int,
        sent: Int,
        returned: Int,
        threshold: Threshold = standardThreshold
    ) throws(FormulaRefusal) {
        let sentName = Figure("发出份数", "questionnaires sent")
        let returnedName = Figure("回收份数", "questionnaires returned")
        coverage = try .share(of: sent, sentName, in: customers, Figure("顾客数", "customers"))
        returnRate =
            sent == 0 && returned == 0
            ? .zero : try .share(of: returned, returnedName, in: sent, sentName)
        overall = Assessment(try coverage * returnRate, against: threshold)
    }
}
