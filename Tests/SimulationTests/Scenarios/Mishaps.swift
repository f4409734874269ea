@testable import Messaging

/// Plans what goes wrong while a schedule is not calm.
struct Mishaps {
    let engine: Engine
    let relays: Relays
    let model: OutboxModel
    let broker: BrokerModel

    func plan(isLong: Bool) {
        for _ in 0..<engine.index(5) { engine.after(engine.between(0, engine.calmFrom)) { happen(isLong) } }
    }

    private func happen(_ isLong: Bool) {
        let relay = engine.index(max(1, relays.running.count))
        let partition = TopicPartition(topic: Writers.topic, partition: Int32(engine.index(Writers.partitions)))
        switch engine.index(11) {
        case 0, 1: relays.replace(relay, gently: false)
        case 2: relays.replace(relay, gently: true)
        case 3, 4:
            guard relays.running.indices.contains(relay) else { return }
            relays.running[relay].freeze(
                for: isLong ? engine.between(1_000_000, 50_000_000) : engine.between(1, 2_000_000)
            )
        case 5: broker.goDown(for: engine.between(1000, 3_000_000))
        case 6: broker.loseEverything()
        case 7:
            engine.say("PostgreSQL's clock jumps")
            model.clockShift += engine.between(1_000_000, 40_000_000)
        case 8: broker.dropOldest(of: partition, engine.index(5))
        case 9: broker.dropNewest(of: partition, 1 + engine.index(4))
        default: broker.empty(partition)
        }
    }
}
