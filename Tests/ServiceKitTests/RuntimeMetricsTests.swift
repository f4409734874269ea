import Database
import Logging
import Messages
import Messaging
import Metrics
import ServiceKit
import ServiceLifecycle
import Synchronization
import TestKit
import Testing
import Vocabulary

/// The process's metrics are global and other tests count as well, so these ask how much a figure has grown at least.
@Suite("The runtime tells what it does in OpenTelemetry's names", .serialized, .timeLimit(.minutes(3)))
struct RuntimeMetricsTests {
    private static let metrics: PrometheusMetrics = {
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        return metrics
    }()

    private static func value(of series: String) -> Double? {
        metrics.exposition().split(separator: "\n").first { $0.hasPrefix(series + " ") }
            .flatMap { Double($0.dropFirst(series.count + 1)) }
    }

    /// How much each series grows while something runs.
    private static func growth(
        of series: [String],
        during body: () async throws -> Void
    ) async rethrows -> [String: Double] {
        let before = series.map { value(of: $0) ?? 0 }
        try await body()
        let grown = zip(series, before).map { ($0, (value(of: $0) ?? 0) - $1) }
        return Dictionary(uniqueKeysWithValues: grown)
    }

    @Test("given messages, when they are taken, then counters, durations and the critical time name group and topic")
    func consumed() async throws {
        _ = Self.metrics
        let harness = try await ServiceHarness(service: .surveys, migrations: [], handlers: [.on(HeedCancellation())])
        let record = try harness.record(
            of: CaseCancelledV1(caseID: .init(.version7(at: .now)), reason: "a", cancelledAt: .now)
        )
        let topic = CaseCancelledV1.contract.topic.name
        let group = "messaging_consumer_group_name=\"aftercare.surveys\""
        let consumed =
            "messaging_client_consumed_messages_total{\(group),messaging_destination_name=\"\(topic)\","
            + "messaging_operation_name=\"poll\",messaging_operation_type=\"receive\",messaging_system=\"kafka\"}"
        let critical = "aftercare_critical_time_seconds_count{\(group)}"
        let process =
            "messaging_process_duration_seconds_count{\(group),messaging_operation_name=\"process\","
            + "messaging_operation_type=\"process\",messaging_system=\"kafka\"}"
        let grown = try await Self.growth(of: [consumed, critical, process]) {
            try await harness.deliver([record])
            try await harness.deliver([record])
        }
        #expect(grown[consumed] ?? 0 >= 2)
        #expect(grown[critical] ?? 0 >= 1)
        #expect(grown[process] ?? 0 >= 2)
        #expect(Self.metrics.exposition().contains("# HELP messaging_process_duration_seconds "))
        #expect((Self.value(of: "aftercare_inbox_copies_total") ?? 0) >= 1)
    }

    @Test("given a message in the outbox, when the relay has sent it, then it is counted for its topic")
    func sent() async throws {
        _ = Self.metrics
        let harness = try await ServiceHarness(service: .intake, migrations: [], handlers: [])
        let topic = CaseCancelledV1.contract.topic
        let broker = try MockBroker(topics: [(topic.name, topic.partitions)])
        try await harness.pool.withTransaction { transaction in
            let event = CaseCancelledV1(caseID: .init(.version7(at: .now)), reason: "a", cancelledAt: .now)
            let message = try OutboxMessage(event, id: .version7(at: .now), origin: .init(source: .intake, time: .now))
            try await Outbox.append([message], in: transaction)
        }
        let relay = Relay(
            service: .intake,
            instance: "one",
            pool: harness.pool,
            kafka: KafkaConfiguration(bootstrapServers: broker.bootstrapServers, clientID: "test"),
            wakeUp: WakeUp(),
            logger: TestLog.quiet
        )
        let series =
            "messaging_client_sent_messages_total{messaging_destination_name=\"\(topic.name)\","
            + "messaging_operation_name=\"send\",messaging_operation_type=\"send\",messaging_system=\"kafka\"}"
        let before = Self.value(of: series) ?? 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await relay.run() }
            try await eventually(within: .seconds(60)) { (Self.value(of: series) ?? 0) > before }
            group.cancelAll()
        }
        #expect((Self.value(of: "aftercare_relay_ticks_total") ?? 0) >= 1)
    }

    @Test("given something unpublished, a parked key and an old timer, when the tables are read, then gauges tell")
    func gauges() async throws {
        _ = Self.metrics
        let harness = try await ServiceHarness(service: .dispatch, migrations: [], handlers: [])
        try await harness.pool.withTransaction { transaction in
            let event = CaseCancelledV1(caseID: .init(.version7(at: .now)), reason: "a", cancelledAt: .now)
            let message = try OutboxMessage(event, id: .version7(at: .now), origin: .init(source: .intake, time: .now))
            try await Outbox.append([message], in: transaction)
            try await transaction.execute("update outbox set created_at = now() - interval '1 minute'")
            try await transaction.execute(
                """
                insert into parked_lane (key, state, reason, attempts, next_attempt_at, parked_at)
                values ('a', 'waiting', 'later', 1, now(), now() - interval '1 hour')
                """
            )
            try await transaction.execute(
                """
                insert into timer (owner, kind, generation, due_at, state)
                values ('a', 'remind', 1, now() - interval '2 hours', 'pending')
                """
            )
        }
        try await RuntimeGauges(pool: harness.pool, logger: TestLog.quiet).read()
        #expect((Self.value(of: "aftercare_outbox_oldest_unpublished_seconds") ?? 0) >= 60)
        #expect(Self.value(of: "aftercare_parked_lanes{state=\"waiting\"}") == 1)
        #expect((Self.value(of: "aftercare_parked_oldest_seconds") ?? 0) >= 3600)
        #expect((Self.value(of: "aftercare_timer_overdue_seconds") ?? 0) >= 7200)
        #expect(Self.value(of: "aftercare_reconciliation_age_seconds") == -1)
    }

    @Test("given a traced message that is parked, when its line is logged, then the line names trace, type and reason")
    func logs() async throws {
        let sink = RecordingSink()
        let logger = Logger(label: "test") { label in
            JSONLogHandler(
                label: label,
                level: .info,
                origin: LogOrigin(service: "surveys", instance: "1"),
                sink: sink
            )
        }
        let harness = try await ServiceHarness(service: .surveys, migrations: [], handlers: [.on(HeedCancellation())])
        let processor = BatchProcessor(
            service: .surveys,
            handlers: [.on(HeedCancellation())],
            pool: harness.pool,
            logger: logger
        )
        let event = CaseCancelledV1(caseID: .init(.version7(at: .now)), reason: "park me", cancelledAt: .now)
        let plain = try harness.record(of: event)
        let trace = TraceContext.root()
        let traced = IncomingRecord(
            topic: plain.topic,
            partition: plain.partition,
            offset: plain.offset,
            key: plain.key,
            value: plain.value,
            headers: plain.headers + [KafkaHeader("ce_traceparent", trace.description)]
        )
        _ = try await processor.process([traced], clusterID: "test")
        let line = try #require(sink.lines.first { $0.contains("\"outcome\":\"parked\"") })
        #expect(line.contains("\"traceID\":\"\(trace.traceID)\""))
        #expect(line.contains(CaseCancelledV1.contract.type))
        #expect(line.contains("not today"))
        #expect(!line.contains("park me"))
    }
}

private struct HeedCancellation: MessageHandler {
    func needs(_ message: Envelope<CaseCancelledV1>) -> Needs { .none }

    func handle(_ message: Envelope<CaseCancelledV1>, in work: inout Workspace) throws {
        if message.body.reason == "park me" { throw HandlingFailure.park("not today") }
    }
}
