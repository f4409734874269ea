/// The lines of a byte stream with their numbers, which can be looked at before they are taken.
struct PhysicalLines {
    struct Line {
        let number: Int
        /// Without the LF; a CR before it is kept.
        let bytes: [UInt8]
    }

    private(set) var isFinished = false

    private var ready: [Line] = []
    private var head = 0
    private var rest: [UInt8] = []
    private var lastNumber = 0

    mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                endLine()
            } else {
                rest.append(byte)
            }
        }
    }

    mutating func finish() {
        if !rest.isEmpty { endLine() }
        isFinished = true
    }

    func peek(_ offset: Int) -> Line? {
        head + offset < ready.count ? ready[head + offset] : nil
    }

    mutating func remove(_ count: Int) {
        head += count
        if head > 1024 {
            ready.removeFirst(head)
            head = 0
        }
    }

    private mutating func endLine() {
        lastNumber += 1
        if lastNumber == 1, rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest.removeFirst(3) }
        ready.append(Line(number: lastNumber, bytes: rest))
        rest = []
    }
}
