import Logging

@testable import Messaging

/// Relays and writers on one database and one broker, with everything that can go wrong.
struct RelaySchedule: Schedule {
    let name = "relay and lease"
    var flaw: RelayFlaw?

    func play(_ engine: Engine) -> String? {
        let isLong = engine.chance(10)
        engine.calmFrom = isLong ? engine.between(20_000_000, 70_000_000) : engine.between(500_000, 4_000_000)
        let model = OutboxModel(engine: engine)
        let broker = BrokerModel(engine: engine)
        let writers = Writers(
            engine: engine,
            model: model,
            keys: 1 + engine.index(5),
            transactions: 3 + engine.index(15)
        )
        let relays = Relays(engine: engine, model: model, broker: broker, flaw: flaw)
        relays.start(count: 1 + engine.index(3))
        writers.start()
        Mishaps(engine: engine, relays: relays, model: model, broker: broker).plan(isLong: isLong)
        let log = PublishedLog(broker: broker, writers: writers)
        let isDone = engine.run(until: engine.calmFrom + 60_000_000) {
            engine.now > engine.calmFrom && writers.areDone && model.unfinished == nil
                && log.fault(isComplete: true) == nil
        }
        guard !isDone else { return nil }
        guard writers.areDone else { return "the writers have not come to their end" }
        return log.fault(isComplete: true) ?? model.unfinished ?? "the relay has not come to rest"
    }
}

/// The relays of a schedule; one that dies is started again.
final class Relays {
    let engine: Engine
    let model: OutboxModel
    let broker: BrokerModel
    let flaw: RelayFlaw?
    private(set) var running: [SimulatedProcess] = []
    private var started = 0

    init(engine: Engine, model: OutboxModel, broker: BrokerModel, flaw: RelayFlaw? = nil) {
        self.engine = engine
        self.model = model
        self.broker = broker
        self.flaw = flaw
    }

    func start(count: Int) {
        for _ in 0..<count { engine.after(engine.between(0, 300_000)) { self.startOne() } }
    }

    private func startOne() {
        started += 1
        let process = SimulatedProcess("relay-\(started)", on: engine)
        let store = RelayStoreModel(owner: process.name, process: process, model: model, flaw: flaw)
        let relay = Relay(
            store: store,
            broker: RelayBrokerModel(process: process, broker: broker, flaw: flaw),
            wakeUp: WakeUp(),
            time: process,
            logger: .silent
        )
        process.start { try? await relay.run() }
        running.append(process)
    }

    /// Ends one and starts another in its place after a while.
    func replace(_ index: Int, gently: Bool) {
        guard running.indices.contains(index) else { return }
        let process = running.remove(at: index)
        if gently { process.terminate() } else { process.kill() }
        engine.after(engine.between(1000, 3_000_000)) { self.startOne() }
    }
}

extension Logger {
    static let silent = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
}
