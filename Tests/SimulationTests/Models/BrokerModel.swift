@testable import Messaging

/// A Kafka cluster: logs with offsets, which may be cut at the front, lose everything, or be away.
final class BrokerModel {
    struct Log {
        var base: Int64 = 0
        var records: [OutgoingRecord] = []

        var end: Int64 { base + Int64(records.count) }
    }

    let engine: Engine
    private(set) var clusterID = "cluster-1"
    private(set) var isDown = false
    private(set) var connections = 1
    private(set) var logs: [TopicPartition: Log] = [:]
    /// Everything that was ever taken, per cluster, also what is gone from the logs.
    private(set) var history: [String: [TopicPartition: [OutgoingRecord]]] = [:]
    /// Numbers whose time was over in this cluster.
    private(set) var expired: [TopicPartition: Set<Int64>] = [:]
    /// Records that no broker of this schedule takes.
    var refuses: (OutgoingRecord) -> Bool = { _ in false }
    /// Told of every record taken.
    var onAppend: (() -> Void)?

    init(engine: Engine) {
        self.engine = engine
    }

    func append(_ record: OutgoingRecord) -> RecordPosition {
        let partition = TopicPartition(topic: record.topic, partition: record.partition)
        history[clusterID, default: [:]][partition, default: []].append(record)
        logs[partition, default: Log()].records.append(record)
        engine.say("log \(partition) takes \(record.label)")
        onAppend?()
        return RecordPosition(partition: record.partition, offset: (logs[partition]?.end ?? 1) - 1)
    }

    /// Records at or behind an offset, at most so many.
    func read(_ partition: TopicPartition, from offset: Int64, _ count: Int) -> [IncomingRecord] {
        guard let log = logs[partition] else { return [] }
        let start = max(0, Int(offset - log.base))
        return log.records.dropFirst(start).prefix(count).enumerated().map { index, record in
            IncomingRecord(
                topic: record.topic,
                partition: record.partition,
                offset: log.base + Int64(start + index),
                key: record.key,
                value: record.value,
                headers: record.headers
            )
        }
    }

    // MARK: Faults

    func goDown(for time: Engine.Time) {
        guard !isDown else { return }
        engine.say("broker is away for \(time / 1000) ms")
        isDown = true
        engine.after(time) {
            self.isDown = false
            self.connections += 1
            self.engine.say("broker is back as \(self.clusterID)")
        }
    }

    /// Another, empty cluster answers under the same address.
    func loseEverything() {
        clusterID = "cluster-\((Int(clusterID.dropFirst(8)) ?? 0) + 1)"
        logs = [:]
        expired = [:]
        connections += 1
        engine.say("broker has lost everything; \(clusterID) answers")
    }

    /// Retention: the oldest records go.
    func dropOldest(of partition: TopicPartition, _ count: Int) {
        guard var log = logs[partition], count > 0 else { return }
        let dropped = min(count, log.records.count)
        for record in log.records.prefix(dropped) { expired[partition, default: []].insert(record.sequence) }
        log.records.removeFirst(dropped)
        log.base += Int64(dropped)
        logs[partition] = log
        engine.say("\(partition) drops \(dropped) records")
    }

    /// A topic that was deleted and made again: empty, in the same cluster.
    func empty(_ partition: TopicPartition) {
        guard logs[partition] != nil else { return }
        logs[partition] = Log()
        expired[partition] = nil
        engine.say("\(partition) is empty")
    }

    /// An election that should not have been: the newest records go.
    func dropNewest(of partition: TopicPartition, _ count: Int) {
        guard var log = logs[partition], count > 0 else { return }
        log.records.removeLast(min(count, log.records.count))
        logs[partition] = log
        engine.say("\(partition) loses its last \(count) records")
    }
}

extension OutgoingRecord {
    func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }

    var sequence: Int64 { header(HeaderName.sequence).flatMap(Int64.init) ?? 0 }

    var isSkip: Bool { key.map { String(decoding: $0, as: UTF8.self).hasPrefix("skipped/") } ?? false }

    var label: String { "#\(sequence) \(String(decoding: isSkip ? key ?? [] : value ?? [], as: UTF8.self))" }
}
