import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("What the broker does not take", .serialized, .timeLimit(.minutes(3)))
struct RefusedMessagesTests {
    @Test("given a topic that is denied, when others are not, then only its messages wait, and go out in order later")
    func blocksOnePartitionOnly() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let caseID = CaseID.new()
        broker.deny(RelayFixture.topic, with: 29)
        try await fixture.relaying(on: broker) {
            try await fixture.say(["1", "2"], about: caseID)
            try await fixture.sayElsewhere(about: caseID)
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
            try await eventually(within: .seconds(60)) {
                try await fixture.count("select count(*) from relay_blocked") == 1
            }
            try await fixture.say(["3"], about: caseID)
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
            #expect(try await fixture.countElsewhere(on: broker) == 1)
            broker.deny(RelayFixture.topic, with: 0)
            try await eventually(within: .seconds(60)) {
                try await fixture.count("select count(*) from relay_blocked") == 0
            }
            try await fixture.say(["4"], about: caseID)
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        #expect(try await RelayFixture.log(of: caseID, on: broker).compactMap(\.number) == [1, 2, 3, 4])
    }

    @Test("given a batch that is refused as too large, when its messages fit one by one, then none is given up")
    func sendsRefusedBatchOneByOne() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let caseID = CaseID.new()
        try await fixture.say(["1", "2", "3"], about: caseID)
        broker.fail(.produce, with: [10])
        try await fixture.relaying(on: broker) {
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        let numbers = try await RelayFixture.log(of: caseID, on: broker).compactMap(\.number)
        #expect(Set(numbers) == [1, 2, 3])
        #expect(try await fixture.count("select count(*) from outbox_quarantine") == 0)
    }

    @Test("given a message that is never taken, then a placeholder has its number and it lies in quarantine")
    func quarantines() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let caseID = CaseID.new()
        try await fixture.say(["1"], about: caseID)
        broker.fail(.produce, with: [10, 10])
        try await fixture.relaying(on: broker) {
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        let records = try await RelayFixture.log(of: caseID, on: broker)
        #expect(records.map { $0.header("ce_type") } == [SequenceSkippedV1.contract.type])
        #expect(try await fixture.count("select count(*) from outbox_quarantine where sequence = 1") == 1)
    }

    @Test("given a restored database, when the relay starts, then it publishes nothing and names the command")
    func refusesRestoredDatabase() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let state = RelayState()
        try await fixture.say(["1"], about: CaseID.new())
        try await fixture.pool.execute("update relay_home set stamp = 'another'")
        try await fixture.relaying(on: broker, state: state) {
            try await eventually(within: .seconds(30)) {
                state.obstacle?.contains("aftercare rebase --service intake") == true
            }
        }
        #expect(try await !fixture.allPublished())
    }
}

extension RelayFixture {
    /// On another topic.
    fileprivate func sayElsewhere(about caseID: CaseID) async throws {
        let origin = OutboxMessage.Origin(source: .intake, time: .now, correlationID: caseID.value)
        let body = VisitNotPlannableV1.sample(caseID, number: 1, at: .now)
        let message = try OutboxMessage(body, id: .version7(at: .now), origin: origin)
        try await pool.withTransaction { try await Outbox.append([message], in: $0) }
    }

    fileprivate func countElsewhere(on broker: MockBroker) async throws -> Int {
        let reader = try KafkaReader(Self.kafka(broker), logger: TestLog.quiet)
        var count = 0
        try await reader.readAll(VisitNotPlannableV1.contract.topic.name) { count += $0.count }
        await reader.close()
        return count
    }
}
