/// Columns for the terminal, each as wide as its widest cell.
package struct TextTable: Sendable {
    private let header: [String]
    private var rows: [[String]] = []

    package init(_ header: String...) {
        self.header = header
    }

    package mutating func add(_ cells: String...) {
        rows.append(cells)
    }

    package var text: String {
        let all = [header] + rows
        let widths = header.indices.map { column in
            all.map { $0.indices.contains(column) ? $0[column].columnWidth : 0 }.max() ?? 0
        }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = column == row.count - 1 ? 0 : widths[column] - cell.columnWidth + 2
                line += cell + String(repeating: " ", count: max(0, padding))
            }
            return line
        }.joined(separator: "\n")
    }
}

extension String {
    /// Terminal columns: Chinese characters take two.
    var columnWidth: Int {
        unicodeScalars.reduce(0) { $0 + ((0x1100...0xFFE6).contains($1.value) && $1.value > 0x2E7F ? 2 : 1) }
    }
}
