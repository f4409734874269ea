import Database
import Messages
import ServiceLifecycle
import TestKit
import Testing
import Vocabulary

@testable import Messaging

@Suite("Instances that come and go", .serialized, .timeLimit(.minutes(3)))
struct DrainTests {
    @Test("given a batch in hand, when the service is told to end, then the batch is finished and another takes over")
    func finishesBatch() async throws {
        let service = try await ListeningService()
        let harness = service.harness
        let (held, other) = (CaseID.new(), CaseID.new())
        try await harness.openJournals([held])
        try await service.publish([(held, "1")])
        let first = try await harness.pool.withTransaction { transaction in
            _ = try await transaction.query("select id from journal where id = \(held) for update")
            let group = service.group([service.consumer()])
            let running = Task { try await group.run() }
            try await eventually(within: .seconds(30)) { try await harness.isSomebodyWaitingForLock() }
            await group.triggerGracefulShutdown()
            return running
        }
        try await first.value
        #expect(try await harness.entries(of: held) == ["1"])
        #expect(try await harness.count("select sum(next_offset)::bigint from consumer_offset") == 1)
        try await service.publish([(other, "1"), (held, "2")])
        try await service.running([service.consumer()]) {
            try await eventually(within: .seconds(30)) { try await service.written() == 3 }
        }
        #expect(try await harness.entries(of: held) == ["1", "2"])
    }

    @Test(
        "given instances that join and leave while messages flow, when all is quiet, then each had its effect once, in order",
        arguments: [KafkaConfiguration.Assignment.range, .roundrobin, .cooperative]
    )
    func survivesStorm(assignment: KafkaConfiguration.Assignment) async throws {
        let service = try await ListeningService(partitions: 6, assignment: assignment)
        let cases = (0..<20).map { _ in CaseID.new() }
        var number = 0
        func say(rounds: Int) async throws {
            for _ in 0..<rounds {
                number += 1
                try await service.publish(cases.map { ($0, "\(number)") })
            }
        }
        try await service.running([service.consumer()]) {
            try await say(rounds: 3)
            try await eventually(within: .seconds(30)) { try await service.written() >= 20 }
            for _ in 0..<2 {
                try await service.running([service.consumer(), service.consumer()]) {
                    try await say(rounds: 5)
                    try await eventually(within: .seconds(60)) { try await service.written() == number * 20 }
                }
                try await say(rounds: 3)
            }
            try await eventually(within: .seconds(60)) { try await service.written() == number * 20 }
        }
        for caseID in cases {
            #expect(try await service.harness.entries(of: caseID) == (1...number).map(String.init))
        }
        #expect(try await service.harness.count("select count(*) from inbox") == number * 20)
        #expect(try await service.harness.count("select count(*) from parked_lane") == 0)
        #expect(try await service.harness.gaps().isEmpty)
    }

    @Test("given another instance under the same group instance id, when Kafka says so, then this one ends for good")
    func endsWhenFenced() async throws {
        let service = try await ListeningService()
        var kafka = service.kafka
        kafka.groupInstanceID = "dispatch-0"
        #expect(kafka.consumerProperties(groupID: "g", instanceID: "dispatch-0")["group.instance.id"] == "dispatch-0")
        let consumer = Consumer(
            processor: service.harness.processor,
            kafka: kafka,
            topics: [ListeningService.topic],
            onCommit: WakeUp(),
            logger: TestLog.quiet
        )
        try await service.publish([(.new(), "1")])
        let running = Task { try await consumer.run() }
        try await eventually(within: .seconds(30)) { try await service.written() == 1 }
        service.broker.fail(.heartbeat, with: [82])
        let error = await #expect(throws: KafkaError.self) { try await running.value }
        #expect(error?.isFencing == true)
    }
}
