import Vocabulary

/// How much of the shelf that customers face is filled (FM-41, SU-33).
package enum ShelfFill {
    /// At least 80 %; the boundary counts.
    package static let standardThreshold = Threshold.atLeast(.percent(80))

    package static func assess(
        filled: Int,
        slots: Int,
        threshold: Threshold = standardThreshold
    ) throws(FormulaRefusal) -> Assessment {
        Assessment(
            try .share(of: filled, Figure("已陈列位数", "slots filled"), in: slots, Figure("陈列位数", "slots")),
            against: threshold
        )
    }
}
