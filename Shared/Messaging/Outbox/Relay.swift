import Database
import Logging
import Messages
import ServiceLifecycle
import Synchronization
import Vocabulary

/// Publishes the outbox, in commit order per key and numbered per partition.
///
/// Any number of instances may run; each lane has one at a time.
package final class Relay: Service {
    private let store: any RelayStorage
    private let broker: any RelayBroker
    private let wakeUp: WakeUp
    private let time: any RuntimeTime
    private let logger: Logger
    private let leases = Mutex<[LaneLease]>([])

    package convenience init(
        service: ServiceName,
        instance: String,
        pool: ConnectionPool,
        kafka: KafkaConfiguration,
        wakeUp: WakeUp,
        logger: Logger
    ) {
        self.init(
            store: RelayStore(service: service, pool: pool, owner: instance),
            broker: KafkaRelayBroker(configuration: kafka, logger: logger),
            wakeUp: wakeUp,
            time: ProcessTime(),
            logger: logger
        )
    }

    /// The relay behind its seams: what it decides is the same on PostgreSQL and Kafka and in the simulation.
    init(
        store: any RelayStorage,
        broker: any RelayBroker,
        wakeUp: WakeUp,
        time: any RuntimeTime,
        logger: Logger
    ) {
        self.store = store
        self.broker = broker
        self.wakeUp = wakeUp
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: .milliseconds(500), on: time, logger: logger) { try await self.session() }
    }

    /// Takes lanes and publishes them until one is lost, the producer fails or the service stops.
    private func session() async throws {
        let taken = try await store.acquire(atMost: Outbox.lanes)
        guard !taken.isEmpty else { return }
        leases.withLock { $0 = taken }
        let clusterID: String
        let producer: any RelayProducer
        do {
            clusterID = try await broker.clusterID()
            producer = try broker.makeProducer(for: clusterID)
        } catch {
            await giveBackLanes()
            throw error
        }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.keepLeases() }
                group.addTask { try await self.publish(with: producer, clusterID) }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            await end(producer)
            throw error
        }
        await end(producer)
    }

    private func end(_ producer: any RelayProducer) async {
        await producer.purgeAndClose()
        await giveBackLanes()
    }

    private func giveBackLanes() async {
        let held = leases.withLock { held in
            defer { held = [] }
            return held
        }
        // Runs to its end although the session is cancelled: the lanes go to another instance at once.
        await time.uncancelled { [store] in try? await store.release(held) }
    }

    private func keepLeases() async throws {
        while true {
            try await time.sleep(for: .seconds(RelayStore.leaseSeconds / 3))
            let held = leases.withLock { $0 }
            guard try await store.renew(held).count == held.count else { throw LeaseLost() }
            guard held.count < Outbox.lanes else { continue }
            // A freed lane is taken over by a new session, which reads its numbers first.
            if try await store.hasFreeLane() { throw LeaseLost() }
        }
    }

    private func publish(with producer: any RelayProducer, _ clusterID: String) async throws {
        let publisher = RelayPublisher(producer: producer, store: store, logger: logger)
        let held = leases.withLock { $0 }
        let lanes = held.map(\.lane)
        var sequences = try await store.sequences(of: lanes)
        var closing: [PublishedWindow] = []
        var pause = Duration.milliseconds(5)
        var nextCheck = time.elapsed
        try await restoreIfBrokerIsNew(publisher, lanes, clusterID)
        var connections = producer.connections
        while !Task.isCancelled {
            let windows = try await store.advance(held, closing: closing, sequences: sequences)
            closing = []
            try await Failpoint.reach("relay.committed")
            if time.elapsed >= nextCheck {
                // Also an idle relay must notice a broker that has lost what was published.
                if producer.connections != connections {
                    connections = producer.connections
                    guard try await producer.clusterID() == clusterID else { return }
                }
                // Here every published window is closed, so a replay leaves none out.
                try await serveReplays(publisher, lanes)
                nextCheck = time.elapsed + .seconds(1)
            }
            closing = try await publisher.publish(windows, sequences: &sequences)
            if windows.isEmpty {
                await wakeUp.wait(atMost: pause, on: time)
                pause = min(pause * 2, .milliseconds(200))
            } else {
                pause = .milliseconds(5)
            }
        }
    }

    /// A broker that is not the one published to holds nothing of it: everything kept is published again, with the same
    /// numbers.
    private func restoreIfBrokerIsNew(
        _ publisher: RelayPublisher,
        _ lanes: [Int16],
        _ clusterID: String
    ) async throws {
        let known = try await store.clusterIDs(of: lanes)
        for lane in lanes where known[lane] != clusterID {
            if known[lane] != nil {
                logger.warning(
                    "The broker is another one; the outbox is published again.",
                    metadata: ["lane": "\(lane)"]
                )
                try await republish(publisher, lane)
            }
            try await store.save(clusterID: clusterID, of: lane)
        }
    }

    private func republish(_ publisher: RelayPublisher, _ lane: Int16) async throws {
        var last: Int64 = 0
        var sequences: [TopicPartition: Int64] = [:]
        while true {
            let windows = try await store.windows(of: lane, after: last, limit: 100)
            guard let final = windows.last else { return }
            for window in windows {
                for (partition, start) in window.starts where sequences[partition] == nil {
                    sequences[partition] = start
                    if start > 1 {
                        try await publisher.skip(partition, from: 1, through: start - 1, reason: "no longer kept")
                    }
                }
            }
            _ = try await publisher.publish(windows.map(\.window), sequences: &sequences)
            last = final.window.tick
        }
    }

    private func serveReplays(_ publisher: RelayPublisher, _ lanes: [Int16]) async throws {
        for task in try await store.openReplays(of: lanes) {
            logger.warning(
                "A consumer misses messages; they are published again.",
                metadata: [
                    "topic": "\(task.partition.topic)", "partition": "\(task.partition.partition)",
                    "from": "\(task.fromSequence)",
                ]
            )
            try await replay(task, publisher)
            try await store.finish(task)
        }
    }

    private func replay(_ task: ReplayTask, _ publisher: RelayPublisher) async throws {
        var tick = try await store.tick(holding: task.partition, sequence: task.fromSequence)
        var sequences: [TopicPartition: Int64] = [:]
        while true {
            let windows = try await store.windows(touching: task.partition, from: tick, limit: 100)
            guard let final = windows.last else { return }
            if sequences.isEmpty, let start = windows[0].starts[task.partition] {
                sequences[task.partition] = start
                if start > task.fromSequence {
                    try await publisher.skip(
                        task.partition,
                        from: task.fromSequence,
                        through: start - 1,
                        reason: "no longer kept"
                    )
                }
            }
            _ = try await publisher.publish(windows.map(\.window), sequences: &sequences, only: task.partition)
            tick = final.window.tick + 1
        }
    }
}
