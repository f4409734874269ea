import Logging
import Messaging
import OperatorKit
import TestKit
import Testing

@Suite("development broker", .serialized, .timeLimit(.minutes(2)))
struct DevelopmentBrokerTests {
    private static let port: UInt16 = 29_391
    private let logger: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    private var configuration: KafkaConfiguration {
        KafkaConfiguration(
            bootstrapServers: "127.0.0.1:\(Self.port)",
            clientID: "test",
            sessionTimeout: .seconds(6),
            fetchWait: .milliseconds(10)
        )
    }

    private func start() async throws -> MockBroker {
        try await DevelopmentBroker(port: Self.port, topics: [("visits", 12)], logger: logger).open()
    }

    private func record(_ text: String) -> OutgoingRecord {
        OutgoingRecord(topic: "visits", partition: 3, key: nil, value: Array(text.utf8))
    }

    private func contents() async throws -> [String] {
        let reader = try KafkaReader(configuration, logger: logger)
        var texts: [String] = []
        try await reader.readAll("visits") { texts += $0.map { String(decoding: $0.value ?? [], as: UTF8.self) } }
        return texts
    }

    @Test(
        "given a port of one's choice, when the broker starts, then it is there with all partitions; twice is an error"
    )
    func keepsItsPort() async throws {
        let broker = try await start()
        #expect(broker.bootstrapServers == "127.0.0.1:\(Self.port)")
        #expect(try await KafkaAdmin(configuration, logger: logger).topics() == ["visits": 12])
        let error = await #expect(throws: DevelopmentBroker.PortUnavailable.self) { _ = try await start() }
        #expect(error?.description.contains("already in use") == true)
        broker.close()
    }

    @Test("given a producer for whoever answers, when the broker comes back empty, then it goes on by itself")
    func producerGoesOn() async throws {
        let old = try await start()
        let producer = try KafkaProducer(configuration, logger: logger)
        #expect(await producer.produce([record("old")]).allSatisfy { (try? $0.get().offset) == 0 })
        let before = try await producer.clusterID()
        old.close()
        async let waiting = producer.produce([record("unacknowledged")])
        let new = try await start()
        #expect(await waiting.allSatisfy { (try? $0.get().offset) == 0 })
        #expect(try await producer.clusterID() != before)
        #expect(try await contents() == ["unacknowledged"])
        new.close()
    }

    @Test("given a producer for one cluster, when the broker comes back empty, then it ends and nothing slips through")
    func boundProducerEnds() async throws {
        let old = try await start()
        let producer = try KafkaProducer(configuration, cluster: old.clusterID, logger: logger)
        #expect(await producer.produce([record("old")]).allSatisfy { (try? $0.get()) != nil })
        async let underWay = producer.produce((0..<500).map { record("under way \($0)") })
        old.close()
        let outcomes = await underWay
        let new = try await start()
        try await eventually(within: .seconds(20)) {
            for case .failure(let error) in await producer.produce([record("late")]) {
                if error.name == KafkaError.clusterChangedName { return error.isFatal }
            }
            return false
        }
        for case .failure(let error) in outcomes { #expect(error.isRetriable) }
        #expect(try await contents().isEmpty)
        new.close()
    }

    @Test("given a member for one cluster, when the broker comes back empty, then it ends before it reads the new log")
    func boundConsumerEnds() async throws {
        let old = try await start()
        let consumer = try KafkaConsumer(
            configuration,
            groupID: "group",
            topics: ["visits"],
            cluster: old.clusterID,
            logger: logger
        )
        _ = try await KafkaProducer(configuration, logger: logger).produce([record("old")]).map { try $0.get() }
        try await read(1, from: consumer)
        old.close()
        let new = try await start()
        _ = await (try KafkaProducer(configuration, logger: logger)).produce((0..<5).map { record("new \($0)") })
        let error = await #expect(throws: KafkaError.self) { try await read(1, from: consumer) }
        #expect(error?.name == KafkaError.clusterChangedName)
        await consumer.close(within: .seconds(5))

        let next = try KafkaConsumer(
            configuration,
            groupID: "group",
            topics: ["visits"],
            cluster: new.clusterID,
            logger: logger
        )
        try await read(5, from: next)
        await next.close(within: .seconds(5))
        new.close()
    }

    @Test("given a member for whoever answers, when the broker comes back empty, then it joins again by itself")
    func consumerJoinsAgain() async throws {
        let old = try await start()
        let consumer = try KafkaConsumer(configuration, groupID: "group", topics: ["visits"], logger: logger)
        _ = await (try KafkaProducer(configuration, logger: logger)).produce([record("old")])
        try await read(1, from: consumer)
        old.close()
        let new = try await start()
        _ = await (try KafkaProducer(configuration, logger: logger)).produce((0..<5).map { record("new \($0)") })
        try await read(4, from: consumer)  // the first stands where "old" stood: why positions need the cluster's name
        await consumer.close(within: .seconds(5))
        new.close()
    }

    /// Polls until so many records came, beginning at the start.
    private func read(_ count: Int, from consumer: KafkaConsumer) async throws {
        var found = 0
        while found < count {
            switch try await consumer.poll(max: 100, wait: .milliseconds(500)) {
            case .records(let records): found += records.count
            case .assigned(let partitions): try await consumer.assign(partitions.map { ($0, offset: .beginning) })
            case .revoked: try await consumer.unassign()
            case .offsetOutOfRange(let partition): try await consumer.seek(partition, to: .beginning)
            }
        }
    }
}
