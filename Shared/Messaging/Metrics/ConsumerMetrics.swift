import Metrics

/// Counters of what should not happen to a consumer; names follow `RuntimeMetrics`.
struct ConsumerMetrics: Sendable {
    let changedLogs = Counter(label: "aftercare.consumer.log.changed")
    let overtaken = Counter(label: "aftercare.consumer.log.overtaken")
    let failedBatches = Counter(label: "aftercare.consumer.batches.failed")
    let probes = Counter(label: "aftercare.consumer.probes")
    /// 1 while everything fails for one reason.
    let paused = Gauge(label: "aftercare.consumer.paused")
}
