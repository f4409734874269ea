import Messaging
import Testing

@Suite("Kafka reader and admin", .timeLimit(.minutes(1)))
struct KafkaReaderTests {
    @Test("given a reader that follows from the end, when records come later, then it sees those and no others")
    func follows() async throws {
        let kafka = try KafkaFixture()
        let producer = try kafka.producer()
        _ = await producer.produce((0..<10).map { .visit("old \($0)", key: String($0)) })
        let reader = try KafkaReader(kafka.configuration, logger: kafka.logger)
        try await reader.open("visits", from: .end)
        _ = await producer.produce([.visit("new")])
        var found: [IncomingRecord] = []
        while found.isEmpty { found += try await reader.next(wait: .milliseconds(500)) }
        #expect(found.map(\.text) == ["new"])
    }

    @Test(
        "given one partition with many records, when it is read through, then fetching ahead never stops for a second"
    )
    func readsFast() async throws {
        let kafka = try KafkaFixture()
        let sent = (0..<20_000).map { OutgoingRecord.visit(String($0), partition: 0) }
        #expect(try await kafka.producer().produce(sent).errors.isEmpty)
        let began = ContinuousClock.now
        let found = try await kafka.contents()[0]?.compactMap(\.text)
        #expect(began.duration(to: .now) < .seconds(5))
        #expect(found == (0..<20_000).map(String.init))
    }

    @Test("given a broker, when it is asked, then it names its topics; nobody is not reachable")
    func lists() async throws {
        let kafka = try KafkaFixture(topics: [("visits", 3), ("returns", 12)])
        let admin = KafkaAdmin(kafka.configuration, logger: kafka.logger)
        #expect(try await admin.topics() == ["visits": 3, "returns": 12])
        #expect(try await admin.clusterID() == kafka.broker.clusterID)
        #expect(await admin.isReachable(within: .seconds(5)))
        kafka.broker.close()
        #expect(await admin.isReachable(within: .milliseconds(300)) == false)
    }

    @Test(
        "given the development broker, when topics are created, then those that exist are fine and others are refused"
    )
    func doesNotCreate() async throws {
        let kafka = try KafkaFixture()
        let admin = KafkaAdmin(kafka.configuration, logger: kafka.logger)
        try await admin.createTopics([.init(name: "visits", partitions: 3)])
        let error = await #expect(throws: KafkaError.self) {
            try await admin.createTopics([.init(name: "new", partitions: 3, settings: ["cleanup.policy": "compact"])])
        }
        #expect(error?.message.contains("development broker") == true)
    }

    @Test(
        "given security settings in the environment, when they are read, then they become librdkafka's, and unprinted"
    )
    func readsSecurity() {
        let environment = [
            "KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "KAFKA_SASL_PASSWORD": "secret", "KAFKA_SASL_USERNAME": "",
        ]
        let properties = KafkaConfiguration.securityProperties { environment[$0] }
        #expect(properties == ["security.protocol": "SASL_SSL", "sasl.password": "secret"])
        let configuration = KafkaConfiguration(bootstrapServers: "broker:9092", security: properties)
        #expect(!"\(configuration)".contains("secret"))
        #expect(!String(reflecting: configuration).contains("secret"))
    }
}
