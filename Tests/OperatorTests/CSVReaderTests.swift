import Testing

@testable import OperatorKit

@Suite("CSV reader (RFC 4180, tolerant)")
struct CSVReaderTests {
    private static func read(_ text: String, pieceSize: Int = 7) -> [CSVReader.Element] {
        read(Array(text.utf8), pieceSize: pieceSize)
    }

    private static func read(_ bytes: [UInt8], pieceSize: Int = 7) -> [CSVReader.Element] {
        var reader = CSVReader()
        var elements: [CSVReader.Element] = []
        for start in stride(from: 0, to: bytes.count, by: pieceSize) {
            reader.feed(bytes[start..<min(start + pieceSize, bytes.count)])
            while let element = reader.next() { elements.append(element) }
        }
        reader.finish()
        while let element = reader.next() { elements.append(element) }
        return elements
    }

    private static func rows(_ elements: [CSVReader.Element]) -> [[String]] {
        elements.compactMap { if case .record(let record) = $0 { record.fields } else { nil } }
    }

    private static func refusals(_ elements: [CSVReader.Element]) -> [CSVRefusal] {
        elements.compactMap { if case .refused(let refusal) = $0 { refusal } else { nil } }
    }

    @Test(
        "given pieces of any size, when a file is read, then its records are the same",
        arguments: [1, 2, 3, 64, 4096]
    )
    func piecesDoNotMatter(size: Int) {
        let text = "\u{FEFF}id,text\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n\r\n2,\n3,z"
        let elements = Self.read(text, pieceSize: size)
        #expect(Self.rows(elements) == [["id", "text"], ["1", "a, \"b\"\nc"], ["2", ""], ["3", "z"]])
        #expect(Self.refusals(elements).isEmpty)
    }

    @Test("given records over several lines, when they are read, then each knows the line it begins in")
    func lineNumbers() {
        let elements = Self.read("a,b\n1,\"x\ny\nz\"\n2,w\n")
        let lines = elements.compactMap { if case .record(let record) = $0 { record.line } else { nil } }
        #expect(lines == [1, 2, 5])
    }

    @Test(
        "given a stray quote within a line, when it is read, then it is text",
        arguments: [
            ("1,5\" screen", ["1", "5\" screen"]),
            ("1,\"said \"on\" twice\"", ["1", "said \"on\" twice"]),
            ("1,it\"s", ["1", "it\"s"]),
        ]
    )
    func strayQuotes(line: String, fields: [String]) {
        #expect(Self.rows(Self.read("a,b\n" + line + "\n2,x\n")) == [["a", "b"], fields, ["2", "x"]])
    }

    @Test(
        "given a quote that never closes, when the file is read, then only its line is refused"
    )
    func unclosedQuote() {
        let elements = Self.read("a,b\n1,\"broken\n2,x\n3,\"y, y\"\n4,\"\"\n")
        #expect(Self.rows(elements) == [["a", "b"], ["2", "x"], ["3", "y, y"], ["4", ""]])
        #expect(Self.refusals(elements).map(\.line) == [2])
        #expect(Self.refusals(elements).map(\.fieldIndex) == [1])
    }

    @Test("given a quote that a later row happens to close, when the file is read, then no row is swallowed")
    func quoteClosedByAnotherRow() {
        let elements = Self.read("a,b\n1,\"broken\n2,x\n3,y\"\n4,z\n")
        #expect(Self.rows(elements).contains(["2", "x"]))
        #expect(Self.rows(elements).contains(["4", "z"]))
        #expect(Self.refusals(elements).map(\.line) == [2])
    }

    @Test("given an unclosed quote on the last line, when the file ends, then that line is refused")
    func unclosedAtEnd() {
        let elements = Self.read("a,b\n1,x\n2,\"y")
        #expect(Self.rows(elements) == [["a", "b"], ["1", "x"]])
        #expect(Self.refusals(elements).map(\.line) == [3])
    }

    @Test("given too few or too many fields, when a row is read, then it is refused with both counts")
    func fieldCount() {
        let refusals = Self.refusals(Self.read("a,b\n1\n2,3,4\n5,6\n"))
        #expect(refusals.map(\.line) == [2, 3])
        #expect(refusals.first?.reason == "the row has 1 fields, the header has 2")
    }

    @Test("given bytes that are not UTF-8 or control characters, when a row is read, then its field is named")
    func rubbishBytes() {
        let bytes = Array("a,b\n1,".utf8) + [0xE9, 0xFF] + Array("\n2,\u{0}\n3,ok\n".utf8)
        let elements = Self.read(bytes)
        #expect(Self.rows(elements) == [["a", "b"], ["3", "ok"]])
        #expect(Self.refusals(elements).map(\.line) == [2, 3])
        #expect(Self.refusals(elements).map(\.fieldIndex) == [1, 1])
    }

    @Test(
        "given an unclosed quote in every line, when the file is read, then each is refused quickly"
    )
    func everyLineBroken() {
        let text = "a,b\n" + String(repeating: "1,\"broken\n", count: 2000)
        #expect(Self.refusals(Self.read(text, pieceSize: 4096)).count == 2000)
    }
}
