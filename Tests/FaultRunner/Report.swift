import FaultKit
import Foundation

/// What is said at the end.
enum Report {
    /// Rows of the matrix that this runner has no means for.
    static let notHere: [(row: String, reason: String)] = [
        ("R7", "errors of single requests can be injected into a broker in the same process only: RelayTests"),
        ("P4", "needs a standby server"),
        ("P5", "needs a second cluster to restore into"),
        ("K4", "the development broker has neither disks nor topic administration"),
        ("N1", "needs network namespaces or a proxy between the processes"),
        ("N2", "needs network namespaces or a proxy between the processes"),
        ("T1", "needs libfaketime"),
        ("G3", "not part of this runner"),
        ("W1", "not part of this runner"),
        ("E1", "not part of this runner"),
    ]

    static func line(_ result: RowResult) -> String {
        let verdict =
            switch result.verdict {
            case .held: "held"
            case .violated: "VIOLATED"
            case .notShown: "not shown (the fault did not come about)"
            }
        let recovery = result.recoveryMilliseconds.map { "\($0) ms" } ?? "-"
        return "\(result.row): \(verdict); \(result.steps) steps, felt for \(result.worstLagMilliseconds) ms, "
            + "back after \(recovery), \(result.copies) copies of "
            + "\(result.records) records; \(result.title)"
    }

    static func table(_ results: [RowResult]) -> String {
        var lines = ["", "row    runs  held  violated  not shown  felt for (worst)    copies per million"]
        for row in Array(Set(results.map(\.row))).sorted() {
            let runs = results.filter { $0.row == row }
            let count = { (verdict: RowResult.Verdict) in runs.count { $0.verdict == verdict } }
            let worst = runs.map(\.worstLagMilliseconds).max().map { "\($0) ms" } ?? "-"
            let records = runs.map(\.records).reduce(0, +)
            let copies = records > 0 ? "\(runs.map(\.copies).reduce(0, +) * 1_000_000 / records)" : "-"
            let cells = [
                (row, 7), ("\(runs.count)", 6), ("\(count(.held))", 6), ("\(count(.violated))", 10),
                ("\(count(.notShown))", 11), (worst, 20), (copies, 0),
            ]
            lines.append(
                cells.map { $0.0.padding(toLength: max($0.1, $0.0.count), withPad: " ", startingAt: 0) }.joined()
            )
        }
        lines += ["", "could not run here:"] + notHere.map { "  \($0.row): \($0.reason)" }
        return lines.joined(separator: "\n")
    }

    static func write(_ results: [RowResult], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(results).write(to: URL(fileURLWithPath: path))
    }
}
