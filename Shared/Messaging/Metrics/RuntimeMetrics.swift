import Metrics
import Vocabulary

/// Counters of one service's message traffic; names follow OpenTelemetry's messaging conventions where those have one.
struct RuntimeMetrics: Sendable {
    private let consumed = Counter(label: "messaging.client.consumed.messages")
    private let done = Counter(label: "aftercare.inbox.messages", dimensions: [("outcome", "done")])
    private let rejected = Counter(label: "aftercare.inbox.messages", dimensions: [("outcome", "rejected")])
    private let parked = Counter(label: "aftercare.inbox.messages", dimensions: [("outcome", "parked")])
    private let deadLettered = Counter(label: "aftercare.inbox.messages", dimensions: [("outcome", "dead-letter")])
    private let copies = Counter(label: "aftercare.inbox.copies")
    private let ahead = Counter(label: "aftercare.inbox.ahead")
    private let skipped = Counter(label: "aftercare.inbox.skipped")
    private let processing = Timer(label: "messaging.process.duration")
    private let sent = Counter(label: "messaging.client.sent.messages")
    private let publishing = Timer(label: "messaging.client.operation.duration")

    func processed(_ count: Int, _ report: BatchReport, in time: Duration) {
        consumed.increment(by: count)
        done.increment(by: report.done)
        rejected.increment(by: report.rejected)
        parked.increment(by: report.parked)
        deadLettered.increment(by: report.deadLettered)
        copies.increment(by: report.copies)
        ahead.increment(by: report.ahead)
        skipped.increment(by: report.skipped)
        processing.recordNanoseconds(time.microseconds * 1000)
    }

    func published(_ count: Int, in time: Duration) {
        sent.increment(by: count)
        publishing.recordNanoseconds(time.microseconds * 1000)
    }
}
