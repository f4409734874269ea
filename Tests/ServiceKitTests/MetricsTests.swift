import Metrics
import ServiceKit
import Testing

@Suite("Metrics are shown in Prometheus' text format 0.0.4")
struct MetricsTests {
    private let metrics = PrometheusMetrics()

    @Test("given a counter with labels, when it is shown, then its name ends in _total and labels are escaped")
    func counter() {
        let counter = Counter(
            label: "outbox.rows",
            dimensions: [("topic", "a\"b\\c\nd"), ("lane", "1")],
            factory: metrics
        )
        counter.increment(by: 3)
        Counter(label: "outbox.rows", dimensions: [("lane", "1"), ("topic", "a\"b\\c\nd")], factory: metrics)
            .increment()
        #expect(
            metrics.exposition() == """
                # TYPE outbox_rows_total counter
                outbox_rows_total{lane="1",topic="a\\"b\\\\c\\nd"} 4

                """
        )
    }

    @Test("given a timer, when durations are recorded, then buckets add up and the sum is in seconds")
    func histogram() {
        let timer = Metrics.Timer(label: "request.duration", factory: metrics)
        timer.recordNanoseconds(2_000_000)
        timer.recordNanoseconds(400_000_000)
        timer.recordNanoseconds(120_000_000_000)
        let lines = metrics.exposition().split(separator: "\n").map(String.init)
        #expect(lines.first == "# TYPE request_duration_seconds histogram")
        #expect(lines.contains("request_duration_seconds_bucket{le=\"0.001\"} 0"))
        #expect(lines.contains("request_duration_seconds_bucket{le=\"0.0025\"} 1"))
        #expect(lines.contains("request_duration_seconds_bucket{le=\"0.5\"} 2"))
        #expect(lines.contains("request_duration_seconds_bucket{le=\"+Inf\"} 3"))
        #expect(lines.contains("request_duration_seconds_count 3"))
        #expect(lines.contains("request_duration_seconds_sum 120.402"))
    }

    @Test("given a gauge, when it is set, then the last value is shown")
    func gauge() {
        Gauge(label: "lag", factory: metrics).record(7)
        Gauge(label: "lag", factory: metrics).record(2.5)
        Meter(label: "open", factory: metrics).set(3)
        #expect(metrics.exposition() == "# TYPE lag gauge\nlag 2.5\n# TYPE open gauge\nopen 3\n")
    }

    @Test("given a name used for two kinds, when both are recorded, then the first kind stays and nothing breaks")
    func conflict() {
        Gauge(label: "twice_total", factory: metrics).record(1)
        Counter(label: "twice", factory: metrics).increment()
        #expect(metrics.exposition() == "# TYPE twice_total gauge\ntwice_total 1\n")
    }

    @Test("given increments from many tasks, when they end, then none is lost")
    func concurrency() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { [metrics] in
                    for _ in 0..<1000 { Counter(label: "many", factory: metrics).increment() }
                }
            }
        }
        #expect(metrics.exposition().contains("many_total 8000\n"))
    }
}
