import Database
import Logging
import Messages
import ServiceLifecycle
import Vocabulary

/// The moving parts of one service instance: consumer, relay, timers, parked lanes, table maintenance.
package struct MessagingRuntime: Sendable {
    package let service: ServiceName
    package let pool: ConnectionPool
    package let processor: BatchProcessor
    /// Signal it after a commit that wrote to the outbox.
    package let wakeUp: WakeUp
    /// Says why nothing is published, where that is so.
    package let relayState = RelayState()
    private let kafka: KafkaConfiguration
    private let instance: String
    private let topics: [String]
    private let snapshots: [SnapshotSource]
    private let presence: ConsumerPresence
    private let settings: ConsumerSettings
    private let logger: Logger

    /// For health endpoints.
    package var consumer: ConsumerState { processor.state }

    package init(
        service: ServiceName,
        instance: String,
        handlers: [HandlerRegistration],
        deadlines: [String: any DeadlineHandler] = [:],
        snapshots: [SnapshotSource] = [],
        pool: ConnectionPool,
        kafka: KafkaConfiguration,
        parking: ParkingPolicy = .standard,
        master: MasterKeyring? = nil,
        settings: ConsumerSettings = ConsumerSettings(),
        logger: Logger
    ) {
        self.service = service
        self.pool = pool
        self.kafka = kafka
        self.instance = instance
        self.snapshots = snapshots
        self.settings = settings
        self.logger = logger
        wakeUp = WakeUp()
        let own: [HandlerRegistration] = [
            .replayRequests(of: service), .erasures, .deadlines(deadlines),
        ]
        processor = BatchProcessor(
            service: service,
            handlers: handlers + own,
            pool: pool,
            parking: parking,
            master: master,
            window: InboxWindow(foreignDays: settings.foreignInboxDays),
            logger: logger
        )
        presence = ConsumerPresence(service: service, handlers: handlers + own, pool: pool, instance: instance)
        let ownTopics: [Topic] = [.replay, .erasures, .timers(service)]
        topics = Set((handlers.map(\.contract.topic) + ownTopics).map(\.name)).sorted()
    }

    /// What must run for the service to take part.
    package var services: [any Service] {
        let watchdog = settings.onStall.map { onStall in
            ConsumerWatchdog(
                state: processor.state,
                limit: settings.stallLimit,
                logger: logger,
                onStall: onStall
            )
        }
        return [watchdog].compactMap { $0 } + [
            Relay(
                service: service,
                instance: instance,
                pool: pool,
                kafka: kafka,
                wakeUp: wakeUp,
                state: relayState,
                logger: logger
            ),
            Consumer(
                processor: processor,
                kafka: kafka,
                topics: topics,
                presence: presence,
                onCommit: wakeUp,
                logger: logger
            ),
            TimerSweep(processor: processor, wakeUp: wakeUp, logger: logger),
            ParkedLanes(processor: processor, wakeUp: wakeUp, logger: logger),
            GapWatch(processor: processor, wakeUp: wakeUp, logger: logger),
            TableMaintenance(pool: pool, settings: settings, logger: logger),
            SnapshotSender(service: service, sources: snapshots, pool: pool, wakeUp: wakeUp, logger: logger),
            RuntimeGauges(pool: pool, logger: logger),
        ]
    }

    /// A change that no message asked for (a delivery worker, a job): like a handler, with the transaction at hand.
    package func transaction<Result: Sendable>(
        _ needs: Needs = .none,
        _ body: @Sendable (inout Workspace, borrowing Transaction) async throws -> Result
    ) async throws -> Result {
        let result = try await pool.withTransaction { transaction in
            let session = BatchSession()
            for need in needs.items { need.add(to: session) }
            try await session.load(in: transaction)
            let now = try await processor.clock.now(in: transaction)
            var work = Workspace(time: now, service: service, cause: nil, session: session)
            let result = try await body(&work, transaction)
            if let misuse = work.misuse { throw HandlingFailure.park(misuse) }
            work.commit()
            try await session.flush(service: service, at: now, in: transaction)
            return result
        }
        wakeUp.signal()
        return result
    }
}
