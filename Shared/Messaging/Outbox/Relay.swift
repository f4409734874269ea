import Database
import Logging
import Messages
import Metrics
import ServiceLifecycle
import Synchronization
import Vocabulary

/// Publishes the outbox, in commit order per key and numbered per partition.
///
/// Any number of instances may run; they share the lanes, and each lane has one at a time.
package final class Relay: Service {
    private let store: any RelayStorage
    private let broker: any RelayBroker
    private let wakeUp: WakeUp
    private let time: any RuntimeTime
    private let state: RelayState
    private let logger: Logger
    private let leasePool: ConnectionPool?
    private let held = HeldLanes()
    /// The broker did not answer this process last time: others should have the lanes until it does.
    private let isCutOff = Mutex(false)
    private let metrics = RelayMetrics()

    package convenience init(
        service: ServiceName,
        instance: String,
        pool: ConnectionPool,
        kafka: KafkaConfiguration,
        wakeUp: WakeUp,
        state: RelayState = RelayState(),
        logger: Logger
    ) {
        var configuration = pool.configuration
        configuration.applicationName += "-lease"
        let leases = ConnectionPool(configuration: configuration, size: 1, logger: logger)
        self.init(
            store: RelayStore(service: service, pool: pool, leases: leases, owner: instance),
            broker: KafkaRelayBroker(configuration: kafka, logger: logger),
            wakeUp: wakeUp,
            time: ProcessTime(),
            state: state,
            leasePool: leases,
            logger: logger
        )
    }

    /// The relay behind its seams: what it decides is the same on PostgreSQL and Kafka and in the simulation.
    init(
        store: any RelayStorage,
        broker: any RelayBroker,
        wakeUp: WakeUp,
        time: any RuntimeTime,
        state: RelayState = RelayState(),
        leasePool: ConnectionPool? = nil,
        logger: Logger
    ) {
        self.store = store
        self.broker = broker
        self.wakeUp = wakeUp
        self.time = time
        self.state = state
        self.leasePool = leasePool
        self.logger = logger
    }

    package func run() async throws {
        await repeatUntilShutdown(every: .milliseconds(500), on: time, logger: logger) { try await self.session() }
        await time.uncancelled { [store, leasePool] in
            try? await store.unregister()
            await leasePool?.shutdown()
        }
    }

    /// Takes lanes and publishes them until one is lost, the producer fails or the service stops.
    private func session() async throws {
        guard try await mayPublish() else { return }
        if isCutOff.withLock({ $0 }) { _ = try await broker.clusterID() }
        held.share = try await store.register()
        held.add(try await store.acquire(atMost: held.share))
        guard !held.leases.isEmpty else {
            _ = state.note(nil)
            return
        }
        let clusterID: String
        let producer: any RelayProducer
        do {
            clusterID = try await broker.clusterID()
            producer = try broker.makeProducer(for: clusterID)
            isCutOff.withLock { $0 = false }
        } catch {
            isCutOff.withLock { $0 = true }
            await giveBackLanes()
            await time.uncancelled { [store] in try? await store.unregister() }
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
            if error is LeaseLost { metrics.leasesLost.increment() }
            await end(producer)
            guard let obstacle = error as? RebaseNeeded else { throw error }
            note(obstacle)
            return try await time.sleep(for: .seconds(2))
        }
        await end(producer)
    }

    /// A restored database would give known numbers to other messages, or leave new ones out.
    private func mayPublish() async throws -> Bool {
        let obstacle = try await store.obstacle()
        guard let obstacle else { return true }
        note(obstacle)
        try await time.sleep(for: .seconds(2))
        return false
    }

    private func note(_ obstacle: RebaseNeeded) {
        metrics.rebaseNeeded.record(1)
        if state.note(obstacle) { logger.error("\(obstacle)") }
    }

    private func end(_ producer: any RelayProducer) async {
        await producer.purgeAndClose()
        await giveBackLanes()
    }

    private func giveBackLanes() async {
        let lost = held.removeAll()
        // Runs to its end although the session is cancelled: the lanes go to another instance at once.
        await time.uncancelled { [store] in try? await store.release(lost) }
    }

    private func keepLeases() async throws {
        while true {
            try await time.sleep(for: .milliseconds(RelayStore.leaseSeconds * 1000 / 3))
            let lanes = Set(held.lanes)
            let renewed = try await store.renew(held.leases)
            // The publisher may have given one back meanwhile; one that it still holds must have been renewed.
            guard lanes.intersection(held.lanes).isSubset(of: renewed) else { throw LeaseLost() }
            held.share = try await store.register()
        }
    }

    private func publish(with producer: any RelayProducer, _ clusterID: String) async throws {
        var session = RelaySession(
            store: store,
            broker: broker,
            producer: producer,
            clusterID: clusterID,
            held: held,
            logger: logger
        )
        try await session.begin()
        _ = state.note(nil)
        metrics.rebaseNeeded.record(0)
        var pause = Duration.milliseconds(5)
        while !Task.isCancelled {
            switch try await session.pass(at: time.elapsed) {
            case .over: return
            case .busy: pause = .milliseconds(5)
            case .idle:
                await wakeUp.wait(atMost: pause, on: time)
                pause = min(pause * 2, .milliseconds(200))
            }
        }
    }
}
