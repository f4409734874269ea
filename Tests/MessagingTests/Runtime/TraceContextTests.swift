import Messaging
import Testing

@Suite("W3C trace context")
struct TraceContextTests {
    static let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test("given the example of the recommendation, when it is read and written, then it is the same")
    func roundTrip() throws {
        let trace = try #require(TraceContext(Self.example))
        #expect(trace.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(trace.spanID == "00f067aa0ba902b7")
        #expect(trace.isSampled)
        #expect(trace.description == Self.example)
    }

    @Test(
        "given a header that breaks the rules, when it is read, then there is no context",
        arguments: [
            "", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", "00-é-00f067aa0ba902b7-01",
        ]
    )
    func refuses(header: String) {
        #expect(TraceContext(header) == nil)
    }

    @Test("given a later version with more fields, when it is read, then the known fields count")
    func laterVersion() {
        #expect(TraceContext("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-more")?.isSampled == false)
    }

    @Test("given a caller's trace, when it is continued, then the trace is the same and the span is new")
    func continues() {
        let child = TraceContext.continuing(Self.example)
        #expect(child.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(child.spanID != "00f067aa0ba902b7")
        #expect(TraceContext.continuing("rubbish").traceID.count == 32)
        #expect(TraceContext(TraceContext.continuing(nil).description) != nil)
    }

    @Test("given what other systems keep in tracestate, when the trace goes on, then it is kept; rubbish is left out")
    func keepsState() {
        #expect(TraceContext(Self.example, state: "vendor=1,b=x:y")?.child().state == "vendor=1,b=x:y")
        #expect(TraceContext(Self.example, state: "no member")?.state == nil)
        #expect(TraceContext(Self.example, state: "a=\u{7}")?.state == nil)
        #expect(TraceContext(Self.example, state: String(repeating: "a=b,", count: 200))?.state == nil)
        #expect(TraceContext("rubbish", state: "vendor=1") == nil)
    }
}
