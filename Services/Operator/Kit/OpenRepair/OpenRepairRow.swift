import Foundation
import Messages
import Vocabulary

/// One repair record of the Open Repair Data Standard that the contract accepts.
package struct OpenRepairRow: Equatable, Sendable {
    /// Where the row begins in its file.
    package let line: Int
    /// The record as it is published: the columns of the contract, in its order.
    package let body: JSONValue

    package init(line: Int, body: JSONValue) {
        self.line = line
        self.body = body
    }

    package var id: String { text("id") }
    package var country: String { text("country") }
    package var category: String { text("product_category") }
    package var status: RepairStatus { RepairStatus(rawValue: text("repair_status")) ?? .unknown }
    package var barrier: String { text("repair_barrier_if_end_of_life") }

    /// CloudEvents `source`: who published the record.
    ///
    /// A name without Latin letters, or a very long one, is told apart from others by a digest.
    package var source: String {
        let provider = text("data_provider")
        let slug = Self.slug(provider)
        let isTelling = provider.unicodeScalars.allSatisfy { $0.value < 0x250 } && slug.count <= 100
        let digest = CommandID.derived("provider", from: provider).description.prefix(8)
        return "urn:openrepair:" + (isTelling ? slug : "\(slug.prefix(100))-\(digest)")
    }

    private func text(_ column: String) -> String { body[column]?.stringValue ?? "" }

    /// `Repair Café Toronto` → `repair-cafe-toronto`; what has no Latin letter or digit becomes a hyphen.
    static func slug(_ name: String) -> String {
        var slug = ""
        for scalar in name.decomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                slug += scalar.properties.lowercaseMapping
            } else if scalar.properties.generalCategory != .nonspacingMark, !slug.isEmpty, slug.last != "-" {
                slug += "-"
            }
        }
        while slug.last == "-" { slug.removeLast() }
        return slug.isEmpty ? "unknown" : slug
    }
}

/// How the repair attempt ended, in the words of the standard.
package enum RepairStatus: String, CaseIterable, Sendable {
    case fixed = "Fixed"
    case repairable = "Repairable"
    case endOfLife = "End of life"
    case unknown = "Unknown"
}

/// A row that is not taken in, for the report to whoever made the file.
package struct RefusedRow: Equatable, Sendable {
    package let line: Int
    /// The column's name; `nil` when the row as a whole is meant.
    package let field: String?
    package let reason: String
    /// What stands in the file, shortened.
    package let text: String

    package init(line: Int, field: String?, reason: String, text: String) {
        self.line = line
        self.field = field
        self.reason = reason
        self.text = text
    }

    package static let reportHeader = "line,field,reason,row\r\n"

    /// This row of the refused-rows report (RFC 4180).
    package var reportLine: String {
        [String(line), field ?? "", reason, text].map(Self.quoted).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ text: String) -> String {
        text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
            ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
            : text
    }
}
