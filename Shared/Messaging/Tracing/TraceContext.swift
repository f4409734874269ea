/// Where a piece of work belongs in a distributed trace: the W3C headers `traceparent` (version 00) and `tracestate`.
package struct TraceContext: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits, not all zero.
    package let traceID: String
    /// 16 lower-case hexadecimal digits, not all zero.
    package let spanID: String
    package let isSampled: Bool
    /// What other tracing systems keep along the way; passed on unread.
    package let state: String?

    @TaskLocal package static var current: TraceContext?

    package init(traceID: String, spanID: String, isSampled: Bool, state: String? = nil) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
        self.state = state
    }

    /// Reads both headers; a `tracestate` counts only beside a valid `traceparent`, and one that breaks the rules is
    /// left out.
    package init?(_ header: String, state: String?) {
        guard let parent = TraceContext(header) else { return nil }
        self.init(
            traceID: parent.traceID,
            spanID: parent.spanID,
            isSampled: parent.isSampled,
            state: state.flatMap(Self.validState)
        )
    }

    /// The beginning of a new trace.
    package static func root(isSampled: Bool = true) -> TraceContext {
        TraceContext(traceID: randomDigits(words: 2), spanID: randomDigits(words: 1), isSampled: isSampled)
    }

    /// The next step inside this trace.
    package func child() -> TraceContext {
        TraceContext(traceID: traceID, spanID: Self.randomDigits(words: 1), isSampled: isSampled, state: state)
    }

    /// Continues the caller's trace, or begins one when the header is missing or not valid.
    package static func continuing(_ header: String?, state: String? = nil) -> TraceContext {
        continuing(header.flatMap { TraceContext($0, state: state) })
    }

    /// The next step of a trace, or the beginning of a new one.
    package static func continuing(_ trace: TraceContext?) -> TraceContext {
        trace?.child() ?? .root()
    }

    /// At most 32 members `key=value` in 512 printable characters; else nothing.
    private static func validState(_ text: String) -> String? {
        let members = text.split(separator: ",").map { $0.drop { $0 == " " || $0 == "\t" } }.filter { !$0.isEmpty }
        guard (1...32).contains(members.count), text.utf8.count <= 512,
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }),
            members.allSatisfy({ $0.contains("=") && !$0.hasPrefix("=") })
        else { return nil }
        return text
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
