import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Publishing again", .serialized, .timeLimit(.minutes(3)))
struct RelayReplayTests {
    @Test("given ticks of many writers, when they are published again, then it is the same, byte for byte")
    func isDeterministic() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let caseID = CaseID.new()
        let partition = RelayFixture.partition(of: caseID)
        try await fixture.relaying(on: broker) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Transactions that overlap: the order of ids, of numbers and of commits are three orders.
                for writer in 0..<8 {
                    group.addTask { try await fixture.say((1...15).map { "\(writer).\($0)" }, about: caseID) }
                }
                try await group.waitForAll()
            }
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        let first = try await RelayFixture.log(of: caseID, on: broker).map(\.outgoing)
        #expect(first.count == 120)
        for start in [1, 40, 117] {
            let before = try await RelayFixture.log(of: caseID, on: broker).count
            try await fixture.ask(partition, from: Int64(start))
            try await fixture.relaying(on: broker) {
                try await eventually(within: .seconds(60)) { try await !fixture.hasOpenReplays() }
            }
            let again = try await RelayFixture.log(of: caseID, on: broker).dropFirst(before).map(\.outgoing)
            #expect(Array(again) == Array(first.dropFirst(start - 1)))
        }
    }

    @Test("given a long request, when something new is said, then it does not wait for the end of the request")
    func letsNewMessagesThrough() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let (caseID, other) = RelayFixture.casesInTwoLanes()
        try await fixture.relaying(on: broker) {
            try await fixture.say((1...40).map(String.init), about: caseID)
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
            try await fixture.ask(RelayFixture.partition(of: caseID), rate: 5)
            try await eventually(within: .seconds(30)) {
                try await fixture.count("select coalesce(sum(published), 0)::bigint from relay_replay") > 0
            }
            try await fixture.say(["new"], about: caseID)
            try await fixture.say(["new"], about: other)
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
            #expect(try await fixture.hasOpenReplays())
            try await eventually(within: .seconds(60)) { try await !fixture.hasOpenReplays() }
        }
        // The new message went out at once, and again behind the older ones.
        let numbers = try await RelayFixture.log(of: caseID, on: broker).compactMap(\.number)
        #expect(numbers.filter { $0 == 41 }.count == 2)
        #expect(numbers.last == 41)
        #expect(Array(numbers.filter { $0 != 41 }) == Array(1...40) + Array(1...40))
    }

    @Test("given a case in the middle of others, when it is asked for, then its messages go out with their old numbers")
    func publishesOneCase() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let caseID = CaseID.new()
        let partition = RelayFixture.partition(of: caseID)
        var other = CaseID.new()
        while RelayFixture.partition(of: other) != partition { other = CaseID.new() }
        try await fixture.relaying(on: broker) {
            for number in 1...4 {
                try await fixture.say(["a\(number)", "b\(number)"], about: other)
                try await fixture.say(["\(number)"], about: caseID)
            }
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        let before = try await RelayFixture.log(of: caseID, on: broker)
        try await fixture.pool.execute(
            """
            insert into relay_replay (topic, partition, from_sequence, requested_by, correlation_id)
            values (\(RelayFixture.topic), \(partition), 1, 'operator', \(caseID.value))
            """
        )
        try await fixture.relaying(on: broker) {
            try await eventually(within: .seconds(60)) { try await !fixture.hasOpenReplays() }
        }
        let again = try await RelayFixture.log(of: caseID, on: broker).dropFirst(before.count)
        let own = before.filter { $0.key == Array(caseID.description.utf8) }
        #expect(again.map(\.outgoing) == own.map(\.outgoing))
        #expect(own.count == 4)
    }

    @Test("given messages that are no longer kept, when they are asked for, then a placeholder stands for them")
    func fillsWhatIsGone() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let caseID = CaseID.new()
        try await fixture.relaying(on: broker) {
            try await fixture.say(["1", "2"], about: caseID)
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
            try await fixture.pool.execute("delete from relay_tick")
            try await fixture.pool.execute("delete from outbox")
            try await fixture.say(["3"], about: caseID)
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
            try await fixture.ask(RelayFixture.partition(of: caseID))
            try await eventually(within: .seconds(60)) { try await !fixture.hasOpenReplays() }
        }
        let again = try await RelayFixture.log(of: caseID, on: broker).dropFirst(3)
        #expect(again.map { $0.header("ce_type") } == [SequenceSkippedV1.contract.type, CaseCancelledV1.contract.type])
        #expect(again.compactMap(\.number) == [2, 3])
    }
}
