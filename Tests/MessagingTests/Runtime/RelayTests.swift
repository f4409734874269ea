import Database
import Logging
import Messages
import Messaging
import ServiceLifecycle
import TestKit
import Testing
import Vocabulary

/// Two services on one database and one broker: intake speaks, dispatch writes down.
@Suite("From outbox to inbox", .serialized, .timeLimit(.minutes(3)))
struct RelayTests {
    @Test("given many writers, when they commit, then every message arrives once and in order per case (BX-03)")
    func deliversInOrder() async throws {
        let pair = try await ServicePair()
        let cases = (0..<10).map { _ in CaseID.new() }
        let broker = try MockBroker(topics: ServicePair.topics)
        try await pair.running(on: broker) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caseID in cases {
                    group.addTask { for number in 1...20 { try await pair.say("\(number)", about: caseID) } }
                }
                try await group.waitForAll()
            }
            try await eventually(within: .seconds(60)) { try await pair.written() == 200 }
        }
        for caseID in cases {
            #expect(try await pair.listener.entries(of: caseID) == (1...20).map(String.init))
        }
    }

    @Test(
        "given a broker that lost everything, when another one comes up, then nothing is lost and nothing applied twice"
    )
    func survivesBrokerLoss() async throws {
        let pair = try await ServicePair()
        let caseID = CaseID.new()
        let first = try MockBroker(topics: ServicePair.topics)
        try await pair.running(on: first) {
            for number in 1...5 { try await pair.say("\(number)", about: caseID) }
            try await eventually(within: .seconds(60)) { try await pair.written() == 5 }
        }
        // Published but never read: the listener is away while the first broker dies with it.
        try await pair.running(on: first, listening: false) {
            for number in 6...9 { try await pair.say("\(number)", about: caseID) }
            try await eventually(within: .seconds(60)) { try await pair.unpublished() == 0 }
        }
        first.close()
        let second = try MockBroker(topics: ServicePair.topics)
        try await pair.running(on: second) {
            try await pair.say("10", about: caseID)
            try await eventually(within: .seconds(60)) { try await pair.written() == 10 }
        }
        #expect(try await pair.listener.entries(of: caseID) == (1...10).map(String.init))
        #expect(try await pair.listener.count("select count(*) from inbox") == 10)
    }

    @Test(
        "given messages that the broker dropped unread, when a later one arrives, then the gap is filled from the outbox"
    )
    func fillsGap() async throws {
        let pair = try await ServicePair()
        let caseID = CaseID.new()
        let broker = try MockBroker(topics: ServicePair.topics)
        try await pair.running(on: broker, listening: false) {
            for number in 1...6 { try await pair.say("\(number)", about: caseID) }
            try await eventually(within: .seconds(60)) { try await pair.unpublished() == 0 }
        }
        // Reading begins behind the first three, as if they had been dropped.
        let partition = murmur2Partition(key: Array(caseID.description.utf8), count: 12)
        _ = try await pair.listener.pool.execute(
            """
            insert into consumer_offset (topic, partition, cluster_id, next_offset)
            values (\(CaseCancelledV1.contract.topic.name), \(partition), \(broker.clusterID), 3)
            """
        )
        try await pair.running(on: broker) {
            try await eventually(within: .seconds(60)) { try await pair.written() == 6 }
        }
        #expect(try await pair.listener.entries(of: caseID) == (1...6).map(String.init))
        #expect(try await pair.speaker.count("select count(*) from relay_replay where done_at is not null") >= 1)
    }

    @Test("given two instances of each service, when both run, then each message still has its effect once (BX-22)")
    func sharesWork() async throws {
        let pair = try await ServicePair()
        let caseID = CaseID.new()
        let broker = try MockBroker(topics: ServicePair.topics)
        try await pair.running(on: broker, instances: 2) {
            for number in 1...30 { try await pair.say("\(number)", about: caseID) }
            try await eventually(within: .seconds(60)) { try await pair.written() == 30 }
        }
        #expect(try await pair.listener.entries(of: caseID) == (1...30).map(String.init))
    }
}

/// The speaking service and the listening one.
private struct ServicePair {
    static let topics = Catalogue.topics.map { (name: $0.name, partitions: $0.partitions) }

    let speaker: ServiceHarness
    let listener: ServiceHarness

    init() async throws {
        speaker = try await ServiceHarness(service: .intake, migrations: [], handlers: [])
        listener = try await ServiceHarness.journal()
    }

    func say(_ reason: String, about caseID: CaseID) async throws {
        let message = OutboxMessage.Origin(source: .intake, time: .now, correlationID: caseID.value)
        let outgoing = try OutboxMessage(cancelled(caseID, reason), id: .version7(at: .now), origin: message)
        try await speaker.pool.withTransaction { transaction in
            try await Outbox.append([outgoing], in: transaction)
        }
    }

    func written() async throws -> Int {
        try await listener.count("select coalesce(sum(entry_count), 0)::bigint from journal")
    }

    func unpublished() async throws -> Int {
        try await speaker.count("select count(*) from outbox_unpublished")
    }

    /// Runs the services until the body has returned, then shuts them down.
    func running(
        on broker: MockBroker,
        listening: Bool = true,
        instances: Int = 1,
        _ body: () async throws -> Void
    ) async throws {
        let kafka = KafkaConfiguration(
            bootstrapServers: broker.bootstrapServers,
            clientID: "test",
            sessionTimeout: .seconds(6)
        )
        var services: [any Service] = []
        for instance in 0..<instances {
            services += runtime(speaker, [], kafka, instance).services
            guard listening else { continue }
            services += runtime(listener, [.on(WhenCaseIsCancelledWriteItDown())], kafka, instance).services
        }
        let group = ServiceGroup(services: services, logger: TestLog.quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do { try await body() } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func runtime(
        _ harness: ServiceHarness,
        _ handlers: [HandlerRegistration],
        _ kafka: KafkaConfiguration,
        _ instance: Int
    ) -> MessagingRuntime {
        MessagingRuntime(
            service: harness.service,
            instance: "\(harness.service.rawValue)-\(instance)",
            handlers: handlers,
            pool: harness.pool,
            kafka: kafka,
            logger: TestLog.quiet
        )
    }
}
