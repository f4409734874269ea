import Vocabulary

/// How many of the calls that came in reached somebody (FM-20, 接通率; IN-51).
package enum ConnectionRate {
    /// At least 90 %; the boundary counts.
    package static let standardThreshold = Threshold.atLeast(.percent(90))

    package static func assess(
        connected: Int,
        offered: Int,
        threshold: Threshold = standardThreshold
    ) throws(FormulaRefusal) -> Assessment {
        Assessment(
            try .share(of: connected, Figure("接通数", "calls connected"), in: offered, Figure("呼入数", "calls offered")),
            against: threshold
        )
    }
}
