import Messages
import Vocabulary

/// Why a file as a whole cannot be read.
package enum OpenRepairFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case empty
    case notUTF8
    case badHeader(String)
    case missingColumns([String], found: [String])

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .empty: "the file is empty; an ORDS 0.3 file begins with a line of column names"
        case .notUTF8: "the file is UTF-16; save it as UTF-8"
        case .badHeader(let reason): "the line of column names is not CSV: \(reason)"
        case .missingColumns(let missing, let found):
            "these columns of ORDS 0.3 are missing: \(missing.joined(separator: ", ")) "
                + "(the file has: \(found.joined(separator: ", ").prefix(300)))"
        }
    }
}

/// Turns the bytes of an Open Repair file into rows that the contract accepts and refusals that say why.
///
/// A bad row never stops the file; only a file without the required columns is refused as a whole.
package struct OpenRepairParser {
    package enum Element: Equatable, Sendable {
        case row(OpenRepairRow)
        case refused(RefusedRow)
    }

    private let schema: Schema
    private var reader = CSVReader()
    private var columns: [String]?
    private var lineOfID: [String: Int] = [:]
    private var hasBytes = false

    /// - Parameter schema: of the message that a row becomes; its members are the columns.
    package init(schema: Schema) {
        self.schema = schema
    }

    package mutating func feed(_ bytes: [UInt8]) throws {
        if !hasBytes, bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw OpenRepairFileError.notUTF8
        }
        hasBytes = hasBytes || !bytes.isEmpty
        reader.feed(bytes)
    }

    package mutating func finish() {
        reader.finish()
    }

    /// The next row, or `nil` when more bytes are needed (after `finish()`: when all has been read).
    package mutating func next() throws -> Element? {
        while let element = reader.next() {
            switch element {
            case .record(let record):
                guard let columns else {
                    columns = try header(record)
                    continue
                }
                return row(record, columns: columns)
            case .refused(let refusal):
                guard let columns else { throw OpenRepairFileError.badHeader(refusal.reason) }
                let field = refusal.fieldIndex.flatMap { $0 < columns.count ? columns[$0] : nil }
                return .refused(refused(refusal.line, field, refusal.reason, refusal.text))
            }
        }
        return nil
    }

    /// To be called when all has been read: a file without even a header is refused.
    package func checkHeaderWasSeen() throws {
        if columns == nil { throw OpenRepairFileError.empty }
    }

    private func header(_ record: CSVRecord) throws -> [String] {
        let names = record.fields.map { $0.trimmingSpaces.lowercased() }
        let missing = schema.fields.filter { $0.isRequired && !names.contains($0.name) }.map(\.name)
        guard missing.isEmpty else { throw OpenRepairFileError.missingColumns(missing, found: names) }
        return names
    }

    private mutating func row(_ record: CSVRecord, columns: [String]) -> Element {
        let text = record.fields.joined(separator: ",")
        let body = JSONValue.object(
            schema.fields.compactMap { field in
                guard let index = columns.firstIndex(of: field.name) else { return nil }
                return Self.member(field, record.fields[index].trimmingSpaces)
            }
        )
        if let fault = schema.faults(in: body, openness: .closed).first {
            let name = String(fault.pointer.drop { $0 == "/" })
            return .refused(refused(record.line, name.isEmpty ? nil : name, fault.detail.en, text))
        }
        let row = OpenRepairRow(line: record.line, body: body)
        let identity = "\(row.source) \(row.id)"
        if let first = lineOfID[identity] {
            return .refused(refused(record.line, "id", "the id stands in line \(first) already", text))
        }
        lineOfID[identity] = record.line
        return .row(row)
    }

    /// A column as the member that the schema wants; what does not fit stays text and is then refused by the schema.
    private static func member(_ field: Schema.Field, _ text: String) -> JSONValue.Member? {
        switch field.schema {
        case .integer:
            guard !text.isEmpty else { return nil }
            return .init(field.name, Int64(text).map(JSONValue.integer) ?? .string(text))
        case .number:
            guard !text.isEmpty else { return nil }
            return .init(field.name, Double(text).map(JSONValue.number) ?? .string(text))
        case .date, .time, .enumeration:
            return text.isEmpty && !field.isRequired ? nil : .init(field.name, .string(text))
        default:
            return .init(field.name, .string(text))
        }
    }

    private func refused(_ line: Int, _ field: String?, _ reason: String, _ text: String) -> RefusedRow {
        RefusedRow(line: line, field: field, reason: reason, text: String(text.prefix(500)))
    }
}

extension String {
    /// Without spaces at either end.
    var trimmingSpaces: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
