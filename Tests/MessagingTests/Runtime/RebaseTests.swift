import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

/// A sender's database is dumped, and restored into another server, where transaction numbers begin again.
@Suite("A restored database", .serialized, .timeLimit(.minutes(4)))
struct RebaseTests {
    @Test("given a dump restored elsewhere, when it is rebased, then all goes out once and old windows stay the same")
    func movesToAnotherServer() async throws {
        let world = try await Restored.published(3, unpublished: 2)
        let caseID = world.caseID
        // Written in the new server before anybody noticed, also inside a savepoint.
        try await world.restored.say(["6"], about: caseID)
        try await world.restored.sayInSavepoint("7", about: caseID)
        let state = RelayState()
        try await world.restored.relaying(on: world.broker, state: state) {
            try await eventually(within: .seconds(30)) { state.obstacle != nil }
        }
        let trial = try await world.rebase(isTrial: true)
        #expect(trial.unpublished == 2)
        #expect(trial.fresh == 2)
        #expect(try await world.rebase() == trial)
        #expect(try await world.rebase().reason == nil, "the second time there is nothing to do")

        try await world.restored.relaying(on: world.broker) {
            try await world.restored.say(["8"], about: caseID)
            try await eventually(within: .seconds(60)) { try await world.restored.allPublished() }
        }
        let log = try await RelayFixture.log(of: caseID, on: world.broker)
        #expect(log.compactMap(\.number) == Array(1...8))
        #expect(try log.map { try CaseCancelledV1.decode($0.value ?? []).reason } == (1...8).map(String.init))

        try await world.restored.ask(RelayFixture.partition(of: caseID))
        try await world.restored.relaying(on: world.broker) {
            try await eventually(within: .seconds(60)) { try await !world.restored.hasOpenReplays() }
        }
        let again = try await RelayFixture.log(of: caseID, on: world.broker).dropFirst(8)
        #expect(again.map(\.outgoing) == log.map(\.outgoing))
    }

    @Test("given a backup from before the last messages, when it is rebased, then no number stands for two messages")
    func returnsToThePast() async throws {
        let world = try await Restored.published(3, unpublished: 0)
        let caseID = world.caseID
        // After the backup; the database that knew them is lost.
        try await world.original.relaying(on: world.broker) {
            try await world.original.say(["lost 4", "lost 5"], about: caseID)
            try await eventually(within: .seconds(60)) { try await world.original.allPublished() }
        }
        let partition = TopicPartition(topic: RelayFixture.topic, partition: RelayFixture.partition(of: caseID))
        let report = try await world.rebase(highest: [partition: 5])
        #expect(report.moves.map(\.from) == [4])
        #expect(report.moves.map(\.to) == [6])
        try await world.restored.relaying(on: world.broker) {
            try await world.restored.say(["6"], about: caseID)
            try await eventually(within: .seconds(60)) { try await world.restored.allPublished() }
            // Somebody who missed the lost ones gets a placeholder for them.
            try await world.restored.ask(partition.partition, from: 3)
            try await eventually(within: .seconds(60)) { try await !world.restored.hasOpenReplays() }
        }
        let log = try await RelayFixture.log(of: caseID, on: world.broker)
        #expect(log.compactMap(\.number) == [1, 2, 3, 4, 5, 6, 3, 5, 6])
        #expect(log[7].header("ce_type") == SequenceSkippedV1.contract.type)
    }

    @Test("given a server taken back in time, when its topics know more, then it publishes nothing until it is rebased")
    func noticesForgottenMessages() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let caseID = CaseID.new()
        let owner = fixture.speaker.asOwner()
        try await fixture.relaying(on: broker) {
            try await fixture.say(["1", "2"], about: caseID)
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        // As a physical backup would bring it back: same server, same tables, the newest rows gone.
        for table in ["outbox", "relay_tick", "relay_lane", "relay_sequence"] {
            try await owner.execute("create table saved_\(unsafe: table) as select * from \(unsafe: table)")
        }
        try await fixture.relaying(on: broker) {
            try await fixture.say(["lost 3", "lost 4"], about: caseID)
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        for table in ["outbox", "relay_tick", "relay_lane", "relay_sequence"] {
            try await owner.execute("delete from \(unsafe: table)")
            try await owner.execute("insert into \(unsafe: table) select * from saved_\(unsafe: table)")
        }
        let state = RelayState()
        try await fixture.say(["5"], about: caseID)
        try await fixture.relaying(on: broker, state: state) {
            try await eventually(within: .seconds(30)) { state.obstacle != nil }
        }
        #expect(try await !fixture.allPublished())
        let partition = TopicPartition(topic: RelayFixture.topic, partition: RelayFixture.partition(of: caseID))
        let report = try await Rebase(service: .intake, pool: owner).run(highest: [partition: 4])
        await owner.shutdown()
        #expect(report.moves.map(\.to) == [5])
        try await fixture.relaying(on: broker, state: state) {
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        #expect(state.obstacle == nil)
        let log = try await RelayFixture.log(of: caseID, on: broker)
        #expect(log.compactMap(\.number) == [1, 2, 3, 4, 5])
        #expect(try CaseCancelledV1.decode(log.last?.value ?? []).reason == "5")
    }
}

/// A service before its dump and after the restore, on one broker.
private struct Restored {
    let original: RelayFixture
    let restored: RelayFixture
    let broker: MockBroker
    let caseID: CaseID

    static func published(_ count: Int, unpublished: Int) async throws -> Restored {
        let original = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        let caseID = CaseID.new()
        // Far ahead of a fresh server.
        try await original.pool.withConnection { connection in
            for _ in 0..<2000 { _ = try await connection.query("select pg_current_xact_id()") }
        }
        try await original.relaying(on: broker) {
            try await original.say((1...count).map(String.init), about: caseID)
            try await eventually(within: .seconds(60)) { try await original.allPublished() }
        }
        if unpublished > 0 {
            try await original.say((count + 1...count + unpublished).map(String.init), about: caseID)
        }
        let database = try await original.speaker.database.restoredElsewhere()
        return Restored(
            original: original,
            restored: RelayFixture(speaker: ServiceHarness(service: .intake, database: database)),
            broker: broker,
            caseID: caseID
        )
    }

    func rebase(highest: [TopicPartition: Int64] = [:], isTrial: Bool = false) async throws -> Rebase.Report {
        let owner = restored.speaker.asOwner()
        let report = try await Rebase(service: .intake, pool: owner).run(highest: highest, isTrial: isTrial)
        await owner.shutdown()
        return report
    }
}

extension RelayFixture {
    fileprivate func sayInSavepoint(_ reason: String, about caseID: CaseID) async throws {
        let origin = OutboxMessage.Origin(source: .intake, time: .now, correlationID: caseID.value)
        let message = try OutboxMessage(cancelled(caseID, reason), id: .version7(at: .now), origin: origin)
        try await pool.withTransaction { transaction in
            try await transaction.execute("savepoint inner_one")
            try await Outbox.append([message], in: transaction)
            try await transaction.execute("release savepoint inner_one")
        }
    }
}
