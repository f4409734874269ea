import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

/// One trace through everything that a message sets off.
@Suite("A trace goes with its messages", .serialized, .timeLimit(.minutes(3)))
struct TracingTests {
    private static let parent = TraceContext(
        traceID: "4bf92f3577b34da6a3ce929d0e0e4736",
        spanID: "00f067aa0ba902b7",
        isSampled: true,
        state: "vendor=1"
    )

    @Test("given a traced message, when it is handled, then what it sends is a new step of the same trace")
    func continues() async throws {
        let harness = try await ServiceHarness.journal()
        try await harness.deliver([try harness.traced(cancelled(.new(), "one"), Self.parent)])
        let sent = try #require(try await harness.trace(of: VisitNotPlannableV1.self))
        #expect(sent.traceID == Self.parent.traceID)
        #expect(sent.spanID != Self.parent.spanID)
        #expect(sent.state == "vendor=1")
    }

    @Test("given two traced messages in one batch, when they are handled, then each keeps its own trace")
    func keepsApart() async throws {
        let harness = try await ServiceHarness.journal()
        let other = TraceContext.root()
        try await harness.deliver([
            try harness.traced(cancelled(.new(), "one"), Self.parent),
            try harness.traced(cancelled(.new(), "two"), other),
        ])
        let traces = try await harness.traces(of: VisitNotPlannableV1.self)
        #expect(traces.map(\.traceID) == [Self.parent.traceID, other.traceID])
        #expect(traces.last?.state == nil)
    }

    @Test("given a message whose trace breaks the rules, when it is handled, then a new trace begins")
    func ignoresRubbish() async throws {
        let harness = try await ServiceHarness.journal()
        let record = try harness.record(of: cancelled(.new(), "one"))
        try await harness.deliver([record.adding([("ce_traceparent", "rubbish"), ("ce_tracestate", "vendor=1")])])
        let sent = try #require(try await harness.trace(of: VisitNotPlannableV1.self))
        #expect(sent.state == nil)
    }

    @Test("given a command, when it is answered, then the outcome belongs to its trace")
    func answers() async throws {
        let harness = try await ServiceHarness.journal()
        try await harness.deliver([
            try harness.traced(CancelCaseV1(caseID: .new(), reason: "done"), Self.parent),
            try harness.traced(CancelCaseV1(caseID: .new(), reason: "empty"), Self.parent),
        ])
        #expect(try await harness.trace(of: CommandCompletedV1.self)?.traceID == Self.parent.traceID)
        #expect(try await harness.trace(of: CommandRejectedV1.self)?.traceID == Self.parent.traceID)
    }

    @Test("given a traced message that sets a timer, when the timer fires, then the deadline continues the trace")
    func firesInTrace() async throws {
        let harness = try await ServiceHarness.journal()
        try await harness.deliver([try harness.traced(cancelled(.new(), "set a timer"), Self.parent)])
        #expect(try await harness.advance(by: .hours(1)) == 1)
        let fired = try #require(try await harness.trace(of: DeadlineFiredV1.self))
        #expect(fired.traceID == Self.parent.traceID)
        #expect(fired.spanID != Self.parent.spanID)
        #expect(fired.state == "vendor=1")
    }

    @Test("given a traced message that was parked, when it is handled later, then what it sends continues its trace")
    func retriesInTrace() async throws {
        let harness = try await ServiceHarness.journal()
        let caseID = CaseID.new()
        try await harness.deliver([try harness.traced(cancelled(caseID, "after the first"), Self.parent)])
        _ = try await harness.pool.execute(
            """
            insert into journal (id, version, document, entry_count) values (\(caseID), 1, '{"entries":["first"]}', 1)
            """
        )
        #expect(try await harness.retryParked() == 1)
        #expect(try await harness.trace(of: VisitNotPlannableV1.self)?.traceID == Self.parent.traceID)
    }
}

extension ServiceHarness {
    fileprivate func traced(_ message: some Message, _ trace: TraceContext) throws -> IncomingRecord {
        let headers = [("ce_traceparent", trace.description)] + (trace.state.map { [("ce_tracestate", $0)] } ?? [])
        return try record(of: message).adding(headers)
    }

    fileprivate func traces<Body: Message>(of type: Body.Type) async throws -> [TraceContext] {
        try await pool.query(
            """
            select headers ->> 'ce_traceparent' as parent, headers ->> 'ce_tracestate' as state from outbox
            where type = \(Body.contract.type) order by seq
            """
        ).compactMap { row in
            let state = try row.decode("state", as: String?.self)
            return try row.decode("parent", as: String?.self).flatMap { TraceContext($0, state: state) }
        }
    }

    fileprivate func trace<Body: Message>(of type: Body.Type) async throws -> TraceContext? {
        try await traces(of: type).first
    }
}

extension IncomingRecord {
    fileprivate func adding(_ headers: [(String, String)]) -> IncomingRecord {
        IncomingRecord(
            topic: topic,
            partition: partition,
            offset: offset,
            key: key,
            value: value,
            headers: self.headers + headers.map { KafkaHeader($0.0, $0.1) }
        )
    }
}
