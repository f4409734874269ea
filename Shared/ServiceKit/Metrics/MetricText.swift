/// Prometheus' text exposition format 0.0.4.
enum MetricText {
    /// A legal metric name: `outbox.rows` with suffix `_total` becomes `outbox_rows_total`.
    static func name(_ label: String, suffix: String) -> String {
        let name = legal(label, allowing: ":")
        return name.hasSuffix(suffix) ? name : name + suffix
    }

    /// `a="1",b="2"` in the order of the names; empty without labels.
    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.sorted { $0.0 < $1.0 }
            .map { "\(legal($0.0, allowing: "_"))=\"\(escaped($0.1))\"" }
            .joined(separator: ",")
    }

    static func family(_ family: PrometheusMetrics.Family, named name: String) -> String {
        var lines = MetricHelp.text(of: name).map { ["# HELP \(name) \($0)"] } ?? []
        lines.append("# TYPE \(name) \(family.kind)")
        for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
            switch series {
            case .counter(let series): lines.append(sample(name, labels, String(series.value)))
            case .gauge(let series), .growing(let series): lines.append(sample(name, labels, number(series.value)))
            case .histogram(let series): lines += histogram(series, name, labels)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func histogram(_ series: HistogramSeries, _ name: String, _ labels: String) -> [String] {
        let observed = series.observations
        let separator = labels.isEmpty ? "" : ","
        var lines: [String] = []
        var count: UInt64 = 0
        for (index, bound) in (series.bounds.map(number) + ["+Inf"]).enumerated() {
            count += observed.counts[index]
            lines.append(sample("\(name)_bucket", "\(labels)\(separator)le=\"\(bound)\"", String(count)))
        }
        lines.append(sample("\(name)_sum", labels, number(observed.sum)))
        lines.append(sample("\(name)_count", labels, String(count)))
        return lines
    }

    private static func sample(_ name: String, _ labels: String, _ value: String) -> String {
        labels.isEmpty ? "\(name) \(value)" : "\(name){\(labels)} \(value)"
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? String(value)
    }

    private static func legal(_ text: String, allowing extra: Character) -> String {
        let safe = String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == extra ? $0 : "_" })
        return safe.first.map { $0.isNumber } ?? true ? "_" + safe : safe
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
