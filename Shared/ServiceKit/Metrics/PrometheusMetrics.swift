import Metrics
import Synchronization

/// Keeps every metric of the process and writes them in Prometheus' text format 0.0.4.
///
/// Counters end in `_total`, timers are histograms in `_seconds`, recorders are histograms when they aggregate and
/// gauges when they do not. A metric lives as long as the process. A name that was first used for another kind of
/// metric is counted nowhere rather than shown wrongly.
package final class PrometheusMetrics: MetricsFactory {
    enum Series {
        case counter(CounterSeries)
        case gauge(GaugeSeries)
        case growing(GaugeSeries)
        case histogram(HistogramSeries)

        var kind: String {
            switch self {
            case .counter, .growing: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    struct Family {
        let kind: String
        var series: [String: Series] = [:]
    }

    static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    private let families = Mutex<[String: Family]>([:])

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let made = CounterSeries()
        guard case .counter(let series) = series(label, "_total", dimensions, .counter(made)) else { return made }
        return series
    }

    package func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        let made = GaugeSeries()
        guard case .growing(let series) = series(label, "_total", dimensions, .growing(made)) else { return made }
        return series
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        makeGauge(label, dimensions)
    }

    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return makeGauge(label, dimensions) }
        return makeHistogram(label, "", dimensions, bounds: HistogramSeries.sizeBounds)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        makeHistogram(label, "_seconds", dimensions, bounds: HistogramSeries.secondBounds)
    }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// All metrics, by name, with their values at this moment.
    package func exposition() -> String {
        let families = families.withLock { $0 }
        return families.sorted { $0.key < $1.key }.map { MetricText.family($0.value, named: $0.key) }.joined()
    }

    private func makeGauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
        let made = GaugeSeries()
        guard case .gauge(let series) = series(label, "", dimensions, .gauge(made)) else { return made }
        return series
    }

    private func makeHistogram(
        _ label: String,
        _ suffix: String,
        _ dimensions: [(String, String)],
        bounds: [Double]
    ) -> HistogramSeries {
        let made = HistogramSeries(bounds: bounds)
        guard case .histogram(let series) = series(label, suffix, dimensions, .histogram(made)) else { return made }
        return series
    }

    /// The series already kept under that name and those labels, else the new one.
    private func series(
        _ label: String,
        _ suffix: String,
        _ dimensions: [(String, String)],
        _ made: Series
    ) -> Series {
        let name = MetricText.name(label, suffix: suffix)
        let labels = MetricText.labels(dimensions)
        return families.withLock { families in
            var family = families[name] ?? Family(kind: made.kind)
            if let known = family.series[labels] { return known }
            guard family.kind == made.kind else { return made }
            family.series[labels] = made
            families[name] = family
            return made
        }
    }
}
