import Database
import Messages
import Messaging
import TestKit
import Vocabulary

/// One service that speaks, and as many relays as a test wants.
struct RelayFixture {
    static let topics = Catalogue.topics.map { (name: $0.name, partitions: $0.partitions) }
    static let topic = CaseCancelledV1.contract.topic.name

    let speaker: ServiceHarness
    var pool: ConnectionPool { speaker.pool }

    init(speaker: ServiceHarness) {
        self.speaker = speaker
    }

    init() async throws {
        speaker = try await ServiceHarness(service: .intake, migrations: [], handlers: [])
    }

    /// One committed message after the other.
    func say(_ reasons: [String], about caseID: CaseID) async throws {
        for reason in reasons {
            let origin = OutboxMessage.Origin(source: .intake, time: .now, correlationID: caseID.value)
            let message = try OutboxMessage(cancelled(caseID, reason), id: .version7(at: .now), origin: origin)
            try await pool.withTransaction { try await Outbox.append([message], in: $0) }
        }
    }

    func count(_ query: Query) async throws -> Int { try await speaker.count(query) }

    func allPublished() async throws -> Bool { try await count("select count(*) from outbox_unpublished") == 0 }

    func hasOpenReplays() async throws -> Bool {
        try await count("select count(*) from relay_replay where done_at is null") > 0
    }

    /// Asks as a consumer would.
    func ask(_ partition: Int32, from sequence: Int64 = 1, rate: Int? = nil) async throws {
        try await pool.execute(
            """
            insert into relay_replay (topic, partition, from_sequence, requested_by, rate)
            values (\(Self.topic), \(partition), \(sequence), 'test', \(rate))
            """
        )
    }

    static func kafka(_ broker: MockBroker) -> KafkaConfiguration {
        KafkaConfiguration(bootstrapServers: broker.bootstrapServers, clientID: "test", fetchWait: .milliseconds(10))
    }

    func relay(_ instance: String, on broker: MockBroker, state: RelayState = RelayState()) -> Relay {
        Relay(
            service: .intake,
            instance: instance,
            pool: pool,
            kafka: Self.kafka(broker),
            wakeUp: WakeUp(),
            state: state,
            logger: TestLog.quiet
        )
    }

    /// Runs relays until the body has returned.
    func relaying(
        on broker: MockBroker,
        as instances: [String] = ["a"],
        state: RelayState = RelayState(),
        _ body: () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for instance in instances {
                let relay = relay(instance, on: broker, state: state)
                group.addTask { try await relay.run() }
            }
            do { try await body() } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
        }
    }

    /// What lies in the partition of a case, in order.
    static func log(of caseID: CaseID, on broker: MockBroker) async throws -> [IncomingRecord] {
        let reader = try KafkaReader(kafka(broker), logger: TestLog.quiet)
        var found: [IncomingRecord] = []
        try await reader.readAll(topic) { found += $0 }
        await reader.close()
        return found.filter { $0.partition == partition(of: caseID) }
    }

    static func partition(of caseID: CaseID) -> Int32 {
        murmur2Partition(key: Array(caseID.description.utf8), count: 12)
    }

    /// Two cases whose messages lie in different lanes.
    static func casesInTwoLanes() -> (CaseID, CaseID) {
        let first = CaseID.new()
        while true {
            let second = CaseID.new()
            if partition(of: first) % 4 != partition(of: second) % 4 { return (first, second) }
        }
    }
}

extension IncomingRecord {
    func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The sender's number.
    var number: Int64? { header("ce_sequence").flatMap { Int64($0) } }

    /// As another record would be that says the same: without its place.
    var outgoing: OutgoingRecord {
        OutgoingRecord(topic: topic, partition: partition, key: key, value: value, headers: headers)
    }
}
