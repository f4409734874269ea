import Messages

@testable import Messaging

/// Brings an outbox into the logs as relays do: numbered, in order, with repetitions by zombies and on request.
final class Carrier {
    private let engine: Engine
    private let broker: BrokerModel
    private var kept: [TopicPartition: [OutboxModel.Row]] = [:]
    private var isLive: Set<TopicPartition> = []
    private var next: [TopicPartition: Int] = [:]
    /// Where requests to publish again are heard.
    var onRequest: ((ReplayRequestedV1) -> Void)?

    init(engine: Engine, broker: BrokerModel) {
        self.engine = engine
        self.broker = broker
    }

    func take(_ rows: [OutboxModel.Row]) {
        for row in rows {
            if row.partition.topic == Topic.replay.name {
                guard let request = try? ReplayRequestedV1.decode(row.payload) else { continue }
                engine.after(engine.between(1000, 50_000)) { self.onRequest?(request) }
            } else {
                kept[row.partition, default: []].append(row)
                goOn(row.partition)
            }
        }
    }

    /// Publishes a partition again from a number on, up to the newest.
    func repeatFrom(_ sequence: Int64, in partition: TopicPartition) {
        engine.say("\(partition) is published again from \(sequence)")
        stream(partition, Int(sequence) - 1)
    }

    /// As a relay does that was asleep.
    func repeatSomething() {
        guard let partition = kept.keys.sorted().randomElement(using: engine), let count = next[partition], count > 0
        else { return }
        repeatFrom(Int64(1 + engine.index(count)), in: partition)
    }

    /// The broker has lost everything, or one log.
    func refill(_ partition: TopicPartition? = nil) {
        for lost in kept.keys.sorted() where partition == nil || lost == partition { stream(lost, 0) }
    }

    private func goOn(_ partition: TopicPartition) {
        guard isLive.insert(partition).inserted else { return }
        step(partition)
    }

    private func step(_ partition: TopicPartition) {
        engine.after(engine.between(500, 5000)) {
            let index = self.next[partition, default: 0]
            guard index < self.kept[partition, default: []].count else {
                self.isLive.remove(partition)
                return
            }
            self.publish(partition, index)
            self.next[partition] = index + 1
            self.step(partition)
        }
    }

    private func stream(_ partition: TopicPartition, _ index: Int) {
        engine.after(engine.between(500, 5000)) {
            guard index < self.next[partition, default: 0] else { return }
            self.publish(partition, index)
            self.stream(partition, index + 1)
        }
    }

    private func publish(_ partition: TopicPartition, _ index: Int) {
        guard let row = kept[partition]?[index] else { return }
        let relayRow = RelayRow(
            lane: partition.lane,
            tick: 0,
            seq: row.seq,
            partition: partition,
            key: row.key,
            headers: row.headers,
            payload: row.payload
        )
        _ = broker.append(NumberedRow(row: relayRow, sequence: Int64(index + 1)).record)
    }
}

extension Collection where Index == Int {
    func randomElement(using engine: Engine) -> Element? { isEmpty ? nil : self[startIndex + engine.index(count)] }
}
