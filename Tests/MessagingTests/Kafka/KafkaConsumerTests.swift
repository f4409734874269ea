import Messaging
import Synchronization
import TestKit
import Testing

@Suite("Kafka consumer", .timeLimit(.minutes(1)))
struct KafkaConsumerTests {
    private func produce(_ count: Int, to kafka: KafkaFixture, partitions: Int32 = 3) async throws {
        let records = (0..<count).map { OutgoingRecord.visit(String($0), partition: Int32($0) % partitions) }
        _ = try await kafka.producer().produce(records).positions()
    }

    @Test("given records in all partitions, when a lone member polls, then it is assigned all and reads each in order")
    func readsItsAssignment() async throws {
        let kafka = try KafkaFixture()
        try await produce(300, to: kafka)
        let consumer = try kafka.consumer()
        let found = Dictionary(grouping: try await consumer.collect(300), by: \.partition)
        for partition in Int32(0)..<3 {
            #expect(found[partition]?.map(\.offset) == Array(0..<100))
        }
        await consumer.close(within: .seconds(5))
    }

    @Test(
        "given a second member, when the group rebalances with positions kept by the owners, then no record comes twice"
    )
    func handsOverPartitions() async throws {
        let kafka = try KafkaFixture()
        let ledger = Ledger()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let first = try kafka.consumer()
            group.addTask { try await ledger.work(first, named: "first") }
            try await produce(300, to: kafka)
            try await eventually(within: .seconds(20)) { ledger.count >= 300 }

            let second = try kafka.consumer()
            group.addTask { try await ledger.work(second, named: "second") }
            try await eventually(within: .seconds(30)) { ledger.members.count == 2 }
            try await produce(300, to: kafka)
            try await eventually(within: .seconds(20)) { ledger.count >= 600 }

            await second.close(within: .seconds(5))
            try await eventually(within: .seconds(30)) { ledger.members == ["first"] }
            try await produce(30, to: kafka)
            try await eventually(within: .seconds(20)) { ledger.count >= 630 }
            await first.close(within: .seconds(5))
            try await group.waitForAll()
        }
        #expect(ledger.count == 630)
        #expect(ledger.duplicates == 0)
    }

    @Test(
        "given a position that the broker does not have (C8), when it is polled, then the owner is told and may go on"
    )
    func tellsOffsetOutOfRange() async throws {
        let kafka = try KafkaFixture()
        try await produce(30, to: kafka)
        let consumer = try kafka.consumer()
        let lost = TopicPartition(topic: "visits", partition: 1)
        var found: [IncomingRecord] = []
        var wasTold = 0
        while found.count < 30 {
            switch try await consumer.poll(max: 100, wait: .milliseconds(500)) {
            case .records(let records): found += records
            case .assigned(let partitions):
                try await consumer.assign(partitions.map { ($0, offset: $0 == lost ? 999 : 0) })
            case .revoked: Issue.record("nobody else is in the group")
            case .offsetOutOfRange(let partition):
                #expect(partition == lost)
                wasTold += 1
                try await consumer.seek(partition, to: .beginning)
            }
        }
        #expect(wasTold == 1)
        #expect(Set(found.map(\.text)).count == 30)
        #expect(found.count == 30)
        await consumer.close(within: .seconds(5))
    }

    @Test("given a held partition, when it is let go, then its records follow without a gap and without repetition")
    func pausesAndResumes() async throws {
        let kafka = try KafkaFixture()
        let consumer = try kafka.consumer()
        try await produce(30, to: kafka)
        _ = try await consumer.collect(30)
        let held = TopicPartition(topic: "visits", partition: 2)
        try await consumer.resume([held])  // was never held: nothing may happen
        try await consumer.pause([held])
        try await consumer.pause([held])
        try await produce(30, to: kafka)
        let others = try await consumer.collect(20)
        #expect(others.allSatisfy { $0.partition != held.partition })
        #expect(try await consumer.poll(max: 10, wait: .milliseconds(300)) == .records([]))
        try await consumer.resume([held])
        #expect(try await consumer.collect(10).map(\.offset) == Array(10..<20))
        await consumer.close(within: .seconds(5))
    }

    @Test("given an assigned partition, when the owner seeks, then records come again from there")
    func seeks() async throws {
        let kafka = try KafkaFixture()
        try await produce(30, to: kafka)
        let consumer = try kafka.consumer()
        _ = try await consumer.collect(30)
        let partition = TopicPartition(topic: "visits", partition: 0)
        let (low, high) = try await consumer.watermarks(of: partition)
        #expect(low == 0)
        #expect(high == 10)
        try await consumer.seek(partition, to: 7)
        #expect(try await consumer.collect(3).map(\.offset) == [7, 8, 9])
        consumer.commitHint([(partition, offset: 10)])
        #expect(try await consumer.clusterID() == kafka.broker.clusterID)
        await consumer.close(within: .seconds(5))
    }

    @Test("given a poll that waits, when another call comes, then the poll gives way at once")
    func givesWay() async throws {
        let kafka = try KafkaFixture()
        let consumer = try kafka.consumer()
        let began = ContinuousClock.now
        async let polled = consumer.poll(max: 1, wait: .seconds(30))
        await consumer.close(within: .milliseconds(500))
        _ = try? await polled
        #expect(began.duration(to: .now) < .seconds(10))
    }
}

/// What two members of a group have read, and where they stand: what PostgreSQL keeps for the services.
private final class Ledger: Sendable {
    private struct State {
        var positions: [TopicPartition: Int64] = [:]
        var seen: Set<String> = []
        var duplicates = 0
        var members: [String: Int] = [:]

        mutating func note(_ record: IncomingRecord) {
            if !seen.insert("\(record.topicPartition)@\(record.offset)").inserted { duplicates += 1 }
            positions[record.topicPartition] = record.offset + 1
        }
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.seen.count } }
    var duplicates: Int { state.withLock(\.duplicates) }
    /// Those who have partitions.
    var members: [String] { state.withLock { $0.members.filter { $0.value > 0 }.keys.sorted() } }

    /// Polls until the consumer is closed.
    func work(_ consumer: KafkaConsumer, named name: String) async throws {
        do {
            while true {
                switch try await consumer.poll(max: 50, wait: .milliseconds(200)) {
                case .records(let records): state.withLock { state in for record in records { state.note(record) } }
                case .assigned(let partitions):
                    let positions = state.withLock { state in
                        partitions.map { ($0, offset: state.positions[$0] ?? 0) }
                    }
                    try await consumer.assign(positions)
                    state.withLock { $0.members[name] = partitions.count }
                case .revoked:
                    state.withLock { $0.members[name] = 0 }
                    try await consumer.unassign()
                case .offsetOutOfRange(let partition): Issue.record("\(partition) has lost its records")
                }
            }
        } catch let error as KafkaError where error.isFatal {
            state.withLock { $0.members[name] = 0 }  // closed
        }
    }
}
