/// Splits the lines of one record into fields; knows whether it stopped inside quotes.
struct CSVFieldParser {
    private(set) var fields: [[UInt8]] = []
    private(set) var isInsideQuotes = false
    private(set) var fault: String?

    private var field: [UInt8] = []

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let newline = UInt8(ascii: "\n")

    /// Takes one physical line, without its LF.
    ///
    /// A stray quote inside the first line is text. In a continuation line it is a fault, because there it is far more
    /// likely the beginning of another row's field.
    mutating func parse(_ line: some Collection<UInt8>, isContinuation: Bool) {
        let bytes = Array(line)
        var index = 0
        var isFieldStart = !isContinuation
        if isContinuation { field.append(Self.newline) }
        while index < bytes.count {
            let byte = bytes[index]
            if isInsideQuotes {
                if byte == Self.quote {
                    index += closing(at: index, in: bytes, isContinuation: isContinuation)
                    if fault != nil { return }
                } else {
                    field.append(byte)
                    index += 1
                }
                isFieldStart = false
                continue
            }
            switch byte {
            case Self.quote where isFieldStart:
                isInsideQuotes = true
                isFieldStart = false
            case Self.comma:
                endField()
                isFieldStart = true
            case Self.carriageReturn where index == bytes.count - 1:
                break
            default:
                field.append(byte)
                isFieldStart = false
            }
            index += 1
        }
        if isInsideQuotes {
            if field.last == Self.carriageReturn { field.removeLast() }
        } else {
            endField()
        }
    }

    /// Takes a quote inside a quoted field: an escaped one, the end of the field, or a stray one.
    ///
    /// - Returns: how many bytes it took.
    private mutating func closing(at index: Int, in bytes: [UInt8], isContinuation: Bool) -> Int {
        let next = index + 1 < bytes.count ? bytes[index + 1] : nil
        let isLast = next == nil || (next == Self.carriageReturn && index + 2 == bytes.count)
        if next == Self.quote {
            field.append(Self.quote)
            return 2
        }
        if isLast || next == Self.comma {
            isInsideQuotes = false
            return 1
        }
        if isContinuation {
            fault = "a quote is opened and never closed"
            return 1
        }
        field.append(Self.quote)
        return 1
    }

    private mutating func endField() {
        fields.append(field)
        field = []
    }
}
