import Metrics

/// What an operator should be woken for, and what publishing again brings.
struct RelayMetrics: Sendable {
    /// Messages that the broker will never take.
    let quarantined = Counter(label: "aftercare.relay.quarantined")
    /// Partitions that the broker takes nothing for at present.
    let blocked = Gauge(label: "aftercare.relay.blocked.partitions")
    /// Logs found cut off, emptied or replaced.
    let logLosses = Counter(label: "aftercare.relay.log.losses")
    /// Messages published again on request.
    let replayed = Counter(label: "aftercare.relay.replayed.messages")
    /// Lanes taken from others or given back.
    let laneMoves = Counter(label: "aftercare.relay.lane.moves")
    /// Windows of the outbox that were published.
    let ticks = Counter(label: "aftercare.relay.ticks")
    /// Sessions that ended because another process holds the lanes.
    let leasesLost = Counter(label: "aftercare.relay.leases.lost")
    /// 1 while nothing is published because the database was restored.
    let rebaseNeeded = Gauge(label: "aftercare.relay.rebase.needed")
}
