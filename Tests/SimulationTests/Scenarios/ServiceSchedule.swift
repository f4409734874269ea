import Messages
import Vocabulary

@testable import Messaging

/// Instances of a listening service: they read, handle, park and wait for deadlines, with everything that can go wrong.
struct ServiceSchedule: Schedule {
    enum Subject: String, Sendable {
        case inbox = "consumer and inbox"
        case parking = "parked lanes"
        case timers = "timers"
        /// Real relays in place of the scripted one.
        case whole = "the whole way"
    }

    let subject: Subject
    var flaw: ConsumerFlaw?

    var name: String { subject.rawValue }

    func play(_ engine: Engine) -> String? {
        let isLong = engine.chance(8)
        engine.calmFrom = isLong ? engine.between(15_000_000, 50_000_000) : engine.between(500_000, 4_000_000)
        let suite = SimulatedSuite(engine: engine, subject: subject, flaw: flaw)
        suite.start(isLong: isLong)
        let isDone = engine.run(until: engine.calmFrom + 150_000_000) {
            engine.now > engine.calmFrom && suite.writers.areDone && suite.missing == nil
        }
        return isDone ? nil : suite.missing ?? "the service has not come to rest"
    }
}

/// A speaking service, a broker and a listening one.
final class SimulatedSuite {
    private let engine: Engine
    private let subject: ServiceSchedule.Subject
    private let speaker: OutboxModel
    private let model: ServiceModel
    private let broker: BrokerModel
    private let group = GroupModel()
    private let handlers: Handlers
    private let speaking: Carrier
    private let listening: Carrier
    private let relays: Relays
    let writers: Writers
    private var instances: [SimulatedProcess] = []
    private var started: UInt64 = 0

    init(engine: Engine, subject: ServiceSchedule.Subject, flaw: ConsumerFlaw?) {
        self.engine = engine
        self.subject = subject
        speaker = OutboxModel(engine: engine)
        model = ServiceModel(engine: engine)
        model.flaw = flaw
        broker = BrokerModel(engine: engine)
        handlers = Handlers(
            engine: engine,
            hasBadMessages: subject == .parking || subject == .whole,
            hasTimers: subject == .timers || subject == .whole
        )
        speaking = Carrier(engine: engine, broker: broker)
        listening = Carrier(engine: engine, broker: broker)
        relays = Relays(engine: engine, model: speaker, broker: broker)
        writers = Writers(engine: engine, model: speaker, keys: 1 + engine.index(4), transactions: 2 + engine.index(8))
    }

    // MARK: Course

    func start(isLong: Bool) {
        model.refuses = { [handlers] in handlers.refuses($0, $1) }
        if subject == .whole { relays.start(count: 1 + engine.index(2)) } else { speaker.onCommit = speaking.take }
        model.outbox.onCommit = listening.take
        listening.onRequest = { [self] in hear($0) }
        for _ in 0..<1 + engine.index(3) { startOne() }
        writers.start()
        for _ in 0..<engine.index(6) { engine.after(engine.between(0, engine.calmFrom)) { self.happen(isLong) } }
        engine.after(engine.calmFrom) { self.revive() }
    }

    private func hear(_ request: ReplayRequestedV1) {
        let partition = TopicPartition(topic: request.topic, partition: Int32(request.partition))
        if request.service == .dispatch {
            listening.repeatFrom(request.fromSequence, in: partition)
        } else if subject == .whole {
            speaker.requestReplay(partition, from: request.fromSequence)
        } else {
            speaking.repeatFrom(request.fromSequence, in: partition)
        }
    }

    private func startOne() {
        started += 1
        let process = SimulatedProcess("service-\(started)", on: engine)
        let id = UniqueID(high: 0x7000, low: started)
        let database = ServiceDatabaseModel(process: process, model: model)
        let processor = BatchProcessor(
            service: .dispatch,
            database: database,
            clock: BusinessClock(),
            process: id,
            time: process,
            logger: .silent,
            read: { [handlers] in handlers.read($0) }
        )
        let poller = Poller(process: process, broker: broker, group: group, processor: processor, model: model)
        process.start { await poller.run() }
        let watch = GapWatch(processor: processor, wakeUp: WakeUp(), time: process, logger: .silent)
        process.start { try? await watch.run() }
        if subject != .inbox {
            let lanes = ParkedLanes(processor: processor, process: id, time: process, logger: .silent)
            process.start { try? await lanes.run() }
        }
        if subject == .timers || subject == .whole {
            let sweep = TimerSweep(processor: processor, wakeUp: WakeUp(), time: process, logger: .silent)
            process.start { try? await sweep.run() }
        }
        instances.append(process)
        rebalance()
    }

    private func rebalance() {
        let writing = (0..<Writers.partitions).map { TopicPartition(topic: Writers.topic, partition: Int32($0)) }
        let own = (0..<Int32(Topic.timers(.dispatch).partitions)).map {
            TopicPartition(topic: Topic.timers(.dispatch).name, partition: $0)
        }
        group.rebalance(writing + own, among: instances.map(\.name), engine)
    }

    // MARK: Mishaps

    private func happen(_ isLong: Bool) {
        let index = engine.index(instances.count)
        let partition = TopicPartition(topic: Writers.topic, partition: Int32(engine.index(Writers.partitions)))
        switch engine.index(10) {
        case 0, 1: replace(index)
        case 2, 3: instances[index].freeze(for: engine.between(1000, isLong ? 40_000_000 : 2_000_000))
        case 4, 5: rebalance()
        case 6: broker.goDown(for: engine.between(1000, 2_000_000))
        case 7: loseEverything()
        // What is dropped unread is missed with the next message; the scripted relay always has one more.
        case 8 where subject != .whole: broker.dropOldest(of: partition, 1 + engine.index(5))
        default: speaking.repeatSomething()
        }
    }

    private func replace(_ index: Int) {
        instances.remove(at: index).kill()
        startOne()
    }

    private func loseEverything() {
        broker.loseEverything()
        listening.refill()
        if subject != .whole { speaking.refill() }
    }

    /// As an operator does with lanes that are dead: he looks, and tries them again.
    private func revive() {
        for key in model.lanes.rows.keys.sorted() where model.lanes.rows[key]?.state == .dead {
            guard var lane = model.lanes.rows[key],
                model.locks.tryAcquire(model.lanes.lock(key), exclusive: true, by: 0)
            else { continue }
            lane.state = .waiting
            lane.next = model.outbox.clock
            model.lanes.write(key, lane, by: 0)
        }
        model.commit(0)
        // The last word of each partition: without another message nobody would miss what was dropped unread.
        if subject != .whole { speaking.refill() }
        engine.after(20_000_000) { self.revive() }
    }

    // MARK: Outcome

    /// What is still to be done; `nil` when all is.
    var missing: String? {
        for (key, count) in writers.committed.enumerated() {
            let entries = model.lists.rows["k\(key)"]?.value.entries.count ?? 0
            if entries != count { return "k\(key) has \(entries) of \(count) entries" }
            if let fault = deadlineFault("k\(key)", count) { return fault }
        }
        if let key = model.lanes.rows.keys.min() { return "\(key) is still parked" }
        return nil
    }

    private func deadlineFault(_ key: String, _ count: Int) -> String? {
        guard subject == .timers || subject == .whole else { return nil }
        guard let number = Handlers.current(after: count) else { return nil }
        let fired = model.lists.rows["timer/\(key)"]?.value.entries ?? []
        return fired.contains(String(number)) ? nil : "the deadline of \(key) set by \(number) has not come: \(fired)"
    }
}
