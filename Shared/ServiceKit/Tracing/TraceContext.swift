/// Where a piece of work belongs in a distributed trace: the W3C `traceparent` header, version 00.
package struct TraceContext: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits, not all zero.
    package let traceID: String
    /// 16 lower-case hexadecimal digits, not all zero.
    package let spanID: String
    package let isSampled: Bool

    @TaskLocal package static var current: TraceContext?

    package init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// The beginning of a new trace.
    package static func root(isSampled: Bool = true) -> TraceContext {
        TraceContext(traceID: randomDigits(words: 2), spanID: randomDigits(words: 1), isSampled: isSampled)
    }

    /// The next step inside this trace.
    package func child() -> TraceContext {
        TraceContext(traceID: traceID, spanID: Self.randomDigits(words: 1), isSampled: isSampled)
    }

    /// Continues the caller's trace, or begins one when the header is missing or not valid.
    package static func continuing(_ header: String?) -> TraceContext {
        header.flatMap(TraceContext.init)?.child() ?? .root()
    }

    private static func randomDigits(words: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<words).map { _ in
            let digits = String(UInt64.random(in: 1...UInt64.max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension TraceContext: LosslessStringConvertible {
    /// A `traceparent`; a later version may carry more behind the flags, version ff is forbidden.
    package init?(_ header: String) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, Self.isHexadecimal(parts[0], count: 2), parts[0] != "ff",
            parts[0] != "00" || parts.count == 4,
            Self.isHexadecimal(parts[1], count: 32), parts[1].contains(where: { $0 != "0" }),
            Self.isHexadecimal(parts[2], count: 16), parts[2].contains(where: { $0 != "0" }),
            Self.isHexadecimal(parts[3], count: 2), let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        self.init(traceID: String(parts[1]), spanID: String(parts[2]), isSampled: flags & 1 == 1)
    }

    package var description: String {
        "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")"
    }

    private static func isHexadecimal(_ text: Substring, count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }
}
