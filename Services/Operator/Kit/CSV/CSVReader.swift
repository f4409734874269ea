/// One record of a CSV file and the line it begins in.
package struct CSVRecord: Equatable, Sendable {
    package let line: Int
    package let fields: [String]
}

/// Why a piece of a CSV file is not a record; the rest of the file goes on behind it.
package struct CSVRefusal: Equatable, Sendable {
    package let line: Int
    /// Zero-based; `nil` when the record as a whole is meant.
    package let fieldIndex: Int?
    package let reason: String
    /// The first physical line as it stands in the file.
    package let text: String
}

/// Splits bytes into the records of RFC 4180, piece by piece.
///
/// Tolerated: a byte order mark, LF beside CRLF, blank lines, quotes in the middle of a field. A quoted field may run
/// over several lines; when such a record makes no sense (its quote never closes, or it has the wrong number of
/// fields), only its first line is refused and reading goes on with the second, so one stray quote cannot swallow the
/// rows behind it.
package struct CSVReader {
    package enum Element: Equatable, Sendable {
        case record(CSVRecord)
        case refused(CSVRefusal)
    }

    /// A quoted field longer than this is taken for one that was never closed.
    static let mostLinesPerRecord = 64
    static let mostBytesPerRecord = 64 * 1024

    private var lines = PhysicalLines()
    private var expectedFields: Int?

    package init() {}

    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        lines.feed(bytes)
    }

    /// No more bytes will come; what is left without a line end counts as a line.
    package mutating func finish() {
        lines.finish()
    }

    /// The next record, or `nil` when more bytes are needed (after `finish()`: when all has been read).
    ///
    /// The first record is the header; every later one must have as many fields.
    package mutating func next() -> Element? {
        while let first = lines.peek(0) {
            if first.bytes.isEmpty || first.bytes == [UInt8(ascii: "\r")] {
                lines.remove(1)
                continue
            }
            return element(from: first)
        }
        return nil
    }

    private mutating func element(from first: PhysicalLines.Line) -> Element? {
        var parser = CSVFieldParser()
        parser.parse(first.bytes, isContinuation: false)
        var count = 1
        var size = first.bytes.count
        while parser.isInsideQuotes {
            guard parser.fault == nil, count < Self.mostLinesPerRecord, size < Self.mostBytesPerRecord else { break }
            guard let line = lines.peek(count) else {
                guard lines.isFinished else { return nil }
                break
            }
            parser.parse(line.bytes, isContinuation: true)
            count += 1
            size += line.bytes.count
        }
        let result = judge(parser, first: first, lineCount: count)
        if case .record = result {
            lines.remove(count)
        } else {
            lines.remove(1)
        }
        return result
    }

    private mutating func judge(_ parser: CSVFieldParser, first: PhysicalLines.Line, lineCount: Int) -> Element {
        func refused(_ fieldIndex: Int?, _ reason: String) -> Element {
            let text = String(decoding: first.bytes, as: UTF8.self)
            return .refused(CSVRefusal(line: first.number, fieldIndex: fieldIndex, reason: reason, text: text))
        }
        if parser.isInsideQuotes || parser.fault != nil {
            return refused(parser.fields.count, parser.fault ?? "a quote is opened and never closed")
        }
        if let expectedFields, parser.fields.count != expectedFields {
            return refused(nil, "the row has \(parser.fields.count) fields, the header has \(expectedFields)")
        }
        if lineCount > 1, let expectedFields, hides(rowOf: expectedFields, within: 1..<lineCount) {
            return refused(expectedFields - 1, "a quote is opened and closed only rows later")
        }
        var fields: [String] = []
        for (index, bytes) in parser.fields.enumerated() {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return refused(index, "the text is not UTF-8")
            }
            guard !text.unicodeScalars.contains(where: \.isForbiddenControl) else {
                return refused(index, "the text holds a control character")
            }
            fields.append(text)
        }
        if expectedFields == nil { expectedFields = fields.count }
        return .record(CSVRecord(line: first.number, fields: fields))
    }

    /// Whether a later line of the record is a whole row by itself.
    private func hides(rowOf fieldCount: Int, within range: Range<Int>) -> Bool {
        fieldCount > 1
            && range.contains { index in
                guard let line = lines.peek(index) else { return false }
                var parser = CSVFieldParser()
                parser.parse(line.bytes, isContinuation: false)
                return !parser.isInsideQuotes && parser.fields.count == fieldCount
            }
    }
}

extension Unicode.Scalar {
    fileprivate var isForbiddenControl: Bool {
        value < 0x20 && self != "\t" && self != "\n" && self != "\r"
    }
}
