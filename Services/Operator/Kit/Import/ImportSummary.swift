/// What became of the rows of a file.
package struct ImportSummary: Equatable, Sendable {
    package var accepted = 0
    /// Rows that never left the file.
    package var refused: [RefusedRow] = []
    /// Rows that the suite itself rejected.
    package var rejected: [RefusedRow] = []
    package var republished = 0

    package init() {}

    package var text: String {
        var lines = ["Accepted \(accepted) rows, refused \(refused.count + rejected.count)."]
        if republished > 0 { lines.append("\(republished) rows were published again because no answer came in time.") }
        let all = refused + rejected
        let shown = all.prefix(20)
        for row in shown {
            lines.append("  line \(row.line)\(row.field.map { ", field \($0)" } ?? ""): \(row.reason)")
        }
        if all.count > shown.count {
            lines.append("  … and \(all.count - shown.count) more; --report FILE writes them all")
        }
        return lines.joined(separator: "\n")
    }

    /// The refused-rows report, RFC 4180.
    package var report: String {
        (refused + rejected).sorted { $0.line < $1.line }.reduce(RefusedRow.reportHeader) { $0 + $1.reportLine }
    }
}
