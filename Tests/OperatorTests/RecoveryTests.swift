import Database
import Foundation
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@testable import OperatorKit

@Suite("Recovery by command", .serialized, .timeLimit(.minutes(3)))
struct RecoveryTests {
    @Test("given published messages, when a time is named, then a dry run shows them and a run sends them again")
    func replaysSinceTime() async throws {
        let world = try await World()
        try await world.relaying {
            try await world.say(3)
            try await world.settled()
            let run = ReplayRun(world.access, service: .intake)
            let trial = try await run.run(.since(Timestamp(0)), topic: nil, rate: nil, isTrial: true)
            #expect(trial.messages == 3)
            #expect(try await world.numbers() == [1, 2, 3])
            let result = try await run.run(.since(Timestamp(0)), topic: nil, rate: 1000, isTrial: false)
            #expect(result.isDone)
            #expect(result.published == 3)
            let one = try await run.run(.caseID(world.caseID.value), topic: nil, rate: nil, isTrial: false)
            #expect(one.published == 3)
            let later = try await run.run(.tick(9999, lane: 0), topic: nil, rate: nil, isTrial: false)
            #expect(later.isDone && later.stretches.isEmpty)
        }
        #expect(try await world.numbers() == [1, 2, 3, 1, 2, 3, 1, 2, 3])
    }

    @Test("given no relay that runs, when a replay is asked for, then the command says so and the request stays")
    func saysWhoIsMissing() async throws {
        let world = try await World()
        try await world.relaying {
            try await world.say(2)
            try await world.settled()
        }
        let result = try await ReplayRun(world.access, service: .intake)
            .run(.since(Timestamp(0)), topic: nil, rate: nil, isTrial: false, patience: .milliseconds(100))
        #expect(!result.isDone)
        #expect(result.hindrance?.contains("no relay of the service is running") == true)
    }

    @Test(
        "given a broker that lost its logs, when topics are restored, then all is there and a second run changes nothing"
    )
    func restoresTopics() async throws {
        var world = try await World()
        try await world.relaying {
            try await world.say(5)
            try await world.settled()
        }
        world.broker = try MockBroker(topics: World.topics)
        // The relay itself has no sign of the loss: neither another cluster nor a place to compare.
        try await world.speaker.pool.execute("update relay_cluster set cluster_id = \(world.broker.clusterID)")
        try await world.speaker.pool.execute("update relay_sequence set last_offset = null")
        let lost = world
        try await lost.relaying {
            let trial = try await RestoreTopicsRun(lost.access).run(isTrial: true)
            #expect(trial.missing.map(\.from) == [1])
            #expect(trial.missing.map(\.through) == [5])
            let report = try await RestoreTopicsRun(lost.access).run(isTrial: false)
            #expect(report.left.isEmpty)
            let second = try await RestoreTopicsRun(lost.access).run(isTrial: false)
            #expect(second.missing.isEmpty)
        }
        #expect(try await lost.numbers() == [1, 2, 3, 4, 5])
    }

    @Test("given numbers on topics that the database has forgotten, when it is rebased, then it counts on behind them")
    func rebasesBehindTopics() async throws {
        let world = try await World()
        try await world.relaying {
            try await world.say(4)
            try await world.settled()
        }
        // As a backup from before the last two.
        try await world.speaker.pool.execute("update relay_sequence set next_sequence = 3")
        let run = RebaseRun(world.access)
        let trial = try await run.run([.intake], margin: nil, isTrial: true)
        #expect(trial.map(\.moves).map { $0.map(\.to) } == [[5]])
        #expect(try await run.run([.intake], margin: nil, isTrial: false) == trial)
        #expect(try await run.run([.intake], margin: nil, isTrial: false).map(\.reason) == [nil])
        try await world.relaying {
            try await world.say(1)
            try await world.settled()
        }
        #expect(try await world.numbers() == [1, 2, 3, 4, 5])
    }

    @Test("given numbers in any order, when they are collected, then the first missing one is found")
    func findsFirstMissing() {
        var numbers = NumberRanges()
        for number: Int64 in [5, 6, 1, 2, 9, 4, 6] { numbers.insert(number...number) }
        #expect(numbers.ranges == [1...2, 4...6, 9...9])
        #expect(numbers.firstMissing(in: 1...9) == 3)
        numbers.insert(3...3)
        #expect(numbers.firstMissing(in: 1...6) == nil)
        #expect(numbers.firstMissing(in: 2...9) == 7)
        #expect(numbers.firstMissing(in: 8...9) == 8)
        numbers.insert(2...20)
        #expect(numbers.ranges == [1...20])
        #expect(numbers.highest == 20)
    }
}

/// One service that speaks of one case, a relay and a broker.
private struct World {
    static let topics = Catalogue.topics.map { (name: $0.name, partitions: $0.partitions) }

    let speaker: ServiceHarness
    var broker: MockBroker
    let caseID = CaseID(.version7(at: .now))

    init() async throws {
        speaker = try await ServiceHarness(service: .intake, migrations: [], handlers: [])
        broker = try MockBroker(topics: Self.topics)
    }

    private var kafka: KafkaConfiguration {
        KafkaConfiguration(bootstrapServers: broker.bootstrapServers, clientID: "test", fetchWait: .milliseconds(10))
    }

    var access: RecoveryAccess { RecoveryAccess(databaseURL: speaker.database.url, kafka: kafka) }

    func say(_ count: Int) async throws {
        for number in 1...count {
            let origin = OutboxMessage.Origin(source: .intake, time: .now, correlationID: caseID.value)
            let body = CaseCancelledV1(caseID: caseID, reason: "\(number)", cancelledAt: .now)
            let message = try OutboxMessage(body, id: .version7(at: .now), origin: origin)
            try await speaker.pool.withTransaction { try await Outbox.append([message], in: $0) }
        }
    }

    func settled() async throws {
        try await eventually(within: .seconds(60)) {
            try await speaker.pool.query("select lane from outbox_unpublished").isEmpty
        }
    }

    func numbers() async throws -> [Int64] {
        let reader = try KafkaReader(kafka, logger: TestLog.quiet)
        var found: [IncomingRecord] = []
        try await reader.readAll(CaseCancelledV1.contract.topic.name) { found += $0 }
        await reader.close()
        return found.compactMap { $0.headerText("ce_sequence").flatMap { Int64($0) } }
    }

    func relaying(_ body: () async throws -> Void) async throws {
        let relay = Relay(
            service: .intake,
            instance: "a",
            pool: speaker.pool,
            kafka: kafka,
            wakeUp: WakeUp(),
            logger: TestLog.quiet
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await relay.run() }
            do { try await body() } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
        }
    }
}
