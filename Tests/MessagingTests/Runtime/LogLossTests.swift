import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

/// The same cluster by name, and yet the log is not what it was.
@Suite("A relay whose log has lost something", .serialized, .timeLimit(.minutes(3)))
struct LogLossTests {
    @Test("given a broker emptied under its old name, when the relay comes back, then everything kept goes out again")
    func refillsEmptiedLog() async throws {
        let world = try await Published(5)
        let second = try MockBroker(topics: RelayFixture.topics)
        try await world.pretend(second)
        try await world.fixture.relaying(on: second) {
            try await world.fixture.say(["6"], about: world.caseID)
            try await eventually(within: .seconds(60)) { try await world.isComplete(6, on: second) }
        }
        let records = try await RelayFixture.log(of: world.caseID, on: second)
        #expect(Set(records.compactMap(\.number)) == Set(1...6))
    }

    @Test("given a log that was cut off, when the relay comes back, then only what is missing goes out again")
    func refillsCutLog() async throws {
        let world = try await Published(5)
        let second = try MockBroker(topics: RelayFixture.topics)
        try await world.pretend(second)
        try await world.send(world.records.prefix(3).map(\.outgoing), to: second)
        try await world.fixture.relaying(on: second) {
            try await eventually(within: .seconds(60)) { try await world.isComplete(5, on: second) }
        }
        #expect(try await RelayFixture.log(of: world.caseID, on: second).compactMap(\.number) == [1, 2, 3, 4, 5])
        #expect(try await world.fixture.count("select count(*) from relay_replay where from_sequence = 4") == 1)
    }

    @Test("given an emptied log that others have filled, when the relay comes back, then the wrong record tells")
    func noticesForeignRecord() async throws {
        let world = try await Published(3)
        let second = try MockBroker(topics: RelayFixture.topics)
        try await world.pretend(second)
        let partition = RelayFixture.partition(of: world.caseID)
        let foreign = OutgoingRecord(
            topic: RelayFixture.topic,
            partition: partition,
            key: nil,
            value: Array("{}".utf8),
            headers: [KafkaHeader("ce_id", "another"), KafkaHeader("ce_source", "//elsewhere")]
        )
        try await world.send(Array(repeating: foreign, count: 20), to: second)
        try await world.fixture.relaying(on: second) {
            try await eventually(within: .seconds(60)) { try await world.isComplete(3, on: second) }
        }
        let own = try await RelayFixture.log(of: world.caseID, on: second).filter { $0.number != nil }
        #expect(own.compactMap(\.number) == [1, 2, 3])
    }

    @Test("given a log that is emptied while the relay publishes, then the next report tells and nothing is left out")
    func noticesLossInReports() async throws {
        let world = try await Published(4)
        // As if acknowledged far behind: the next report lies before it.
        try await world.fixture.pool.execute("update relay_sequence set last_offset = 2, last_id = 'none'")
        let second = try MockBroker(topics: RelayFixture.topics)
        try await world.fixture.pool.execute("update relay_cluster set cluster_id = \(second.clusterID)")
        // Long enough for the check at the start, with records that prove nothing.
        try await world.fixture.relaying(on: second) {
            try await world.fixture.say(["5"], about: world.caseID)
            try await eventually(within: .seconds(60)) { try await world.isComplete(5, on: second) }
        }
    }

    @Test("given an intact log, when the relay comes back, then nothing goes out again")
    func leavesIntactLogAlone() async throws {
        let world = try await Published(4)
        try await world.fixture.relaying(on: world.broker) {
            try await world.fixture.say(["5"], about: world.caseID)
            try await eventually(within: .seconds(60)) { try await world.isComplete(5, on: world.broker) }
        }
        let numbers = try await RelayFixture.log(of: world.caseID, on: world.broker).compactMap(\.number)
        #expect(numbers == [1, 2, 3, 4, 5])
        #expect(try await world.fixture.count("select count(*) from relay_replay") == 0)
    }
}

/// Some messages of one case, published on a first broker.
private struct Published {
    let fixture: RelayFixture
    let caseID = CaseID.new()
    let broker: MockBroker
    let records: [IncomingRecord]

    init(_ count: Int) async throws {
        fixture = try await RelayFixture()
        broker = try MockBroker(topics: RelayFixture.topics)
        let (fixture, caseID) = (fixture, caseID)
        try await fixture.relaying(on: broker) {
            try await fixture.say((1...count).map(String.init), about: caseID)
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        records = try await RelayFixture.log(of: caseID, on: broker)
    }

    /// Lets another broker pass for the first one.
    func pretend(_ other: MockBroker) async throws {
        try await fixture.pool.execute("update relay_cluster set cluster_id = \(other.clusterID)")
    }

    func send(_ records: [OutgoingRecord], to broker: MockBroker) async throws {
        let producer = try KafkaProducer(RelayFixture.kafka(broker), logger: TestLog.quiet)
        for result in await producer.produce(records) { _ = try result.get() }
        await producer.close(flush: .seconds(5))
    }

    func isComplete(_ count: Int64, on broker: MockBroker) async throws -> Bool {
        guard try await fixture.allPublished(), try await !fixture.hasOpenReplays() else { return false }
        let numbers = try await RelayFixture.log(of: caseID, on: broker).compactMap(\.number)
        return Set(numbers).isSuperset(of: 1...count)
    }
}
