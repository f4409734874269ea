import Database
import Messages
import Metrics
import Vocabulary

/// Numbers on what one service takes from the topics; names follow OpenTelemetry's messaging conventions where those
/// have one.
///
/// A batch is one processing of messages from several topics, so its duration names the group and no destination.
struct RuntimeMetrics: Sendable {
    private let consumed: DestinationCounters
    private let processing: Timer
    private let criticalTime: Timer
    private let failures: DestinationCounters
    private let outcomes: [HandledStep.Outcome: Counter]
    private let deadLettered = Counter(label: "aftercare.inbox.messages", dimensions: [("outcome", "dead-letter")])
    private let copies = Counter(label: "aftercare.inbox.copies")
    private let ahead = Counter(label: "aftercare.inbox.ahead")
    private let skipped = Counter(label: "aftercare.inbox.skipped")

    init(service: ServiceName) {
        let group = MessagingAttribute.group(of: service)
        consumed = DestinationCounters("messaging.client.consumed.messages", [group] + MessagingAttribute.poll)
        processing = Timer(
            label: "messaging.process.duration",
            dimensions: [MessagingAttribute.system, group] + MessagingAttribute.process
        )
        failures = DestinationCounters("aftercare.batch.failures", [group], naming: "error.type")
        criticalTime = Timer(label: "aftercare.critical.time", dimensions: [group])
        outcomes = Dictionary(
            uniqueKeysWithValues: [HandledStep.Outcome.done, .rejected, .parked].map { outcome in
                (outcome, Counter(label: "aftercare.inbox.messages", dimensions: [("outcome", outcome.rawValue)]))
            }
        )
    }

    /// A batch that is committed.
    func processed(_ records: [IncomingRecord], _ report: BatchReport, in time: Duration) {
        for (topic, count) in records.counted(by: \.topic) { consumed.increment(topic, by: count) }
        for step in report.steps {
            outcomes[step.outcome]?.increment()
            // The batch began `age` after its sender's transaction; it is applied when it is committed.
            if step.outcome != .parked, let age = step.age { criticalTime.record(age + time) }
        }
        deadLettered.increment(by: report.deadLettered)
        copies.increment(by: report.copies)
        ahead.increment(by: report.ahead)
        skipped.increment(by: report.skipped)
        processing.record(time)
    }

    /// A batch of which nothing has happened; it will be given again.
    func failed(_ error: any Error) {
        failures.increment(error.typeForMetrics)
    }
}

/// Numbers on what one service hands to the broker.
struct SendMetrics: Sendable {
    private let sent = DestinationCounters("messaging.client.sent.messages", MessagingAttribute.send)
    private let refused = DestinationCounters("aftercare.relay.refused", [], naming: "error.type")
    private let publishing = Timer(
        label: "messaging.client.operation.duration",
        dimensions: [MessagingAttribute.system] + MessagingAttribute.send
    )

    func published(_ topics: [String], in time: Duration) {
        for (topic, count) in topics.counted(by: \.self) { sent.increment(topic, by: count) }
        publishing.record(time)
    }

    func refused(_ error: KafkaError) { refused.increment(error.name) }
}

extension Timer {
    /// Whole nanoseconds of a duration, never below zero.
    func record(_ time: Duration) { recordNanoseconds(max(0, time.microseconds) * 1000) }
}

extension Error {
    /// Bounded: an SQLSTATE, a name of librdkafka's, or the type.
    fileprivate var typeForMetrics: String {
        switch self {
        case let error as DatabaseError: error.sqlState.isEmpty ? "database" : error.sqlState
        case let error as KafkaError: error.name
        default: "\(type(of: self))"
        }
    }
}

extension Sequence {
    fileprivate func counted<Key: Hashable>(by key: (Element) -> Key) -> [Key: Int] {
        reduce(into: [:]) { $0[key($1), default: 0] += 1 }
    }
}
