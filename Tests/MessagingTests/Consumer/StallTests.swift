import Database
import Messages
import ServiceLifecycle
import Synchronization
import TestKit
import Testing
import Vocabulary

@testable import Messaging

@Suite("A consumer that hangs", .timeLimit(.minutes(2)))
struct StallTests {
    @Test("given a step in hand, when it does not come forward for the limit, then it counts as hanging")
    func measures() {
        var meter = StallMeter(limit: .seconds(3), interval: .seconds(1))
        // It comes forward once, and once there is nothing in hand.
        let beats = [1, 1, 2, 2, nil, 2, 2, 2, 2]
        let looks = beats.map { meter.look(beats: $0, after: .seconds(1)) }
        #expect(looks.map { $0 ? 1 : 0 } == [0, 0, 0, 0, 0, 0, 0, 0, 1])
    }

    @Test("given a process that was stopped for an hour, when it goes on, then the pause does not count as hanging")
    func forgivesSleep() {
        var meter = StallMeter(limit: .seconds(120), interval: .seconds(1))
        let looks = [1, 3600, 1].map { meter.look(beats: 1, after: .seconds($0)) }
        #expect(looks == [false, false, false])
    }

    @Test("given a batch that hangs in the database, when the limit is over, then the process is told to end and why")
    func noticesHungCall() async throws {
        let service = try await ListeningService()
        let harness = service.harness
        let state = harness.processor.state
        let caseID = CaseID.new()
        try await harness.openJournals([caseID])
        let reasons = Mutex<[String]>([])
        let watchdog = ConsumerWatchdog(
            state: state,
            limit: .seconds(2),
            interval: .milliseconds(20),
            logger: TestLog.quiet
        ) { reason in reasons.withLock { $0.append(reason) } }
        // Holds the row until the watchdog has spoken.
        async let lock: Void = harness.pool.withTransaction { transaction in
            _ = try await transaction.query("select id from journal where id = \(caseID) for update")
            try await eventually(within: .seconds(60)) { !reasons.withLock { $0.isEmpty } }
        }
        try await eventually { try await harness.isHeld(caseID) }
        try await service.publish([(caseID, "1")])
        try await service.running([service.consumer(), watchdog]) {
            try await eventually(within: .seconds(60)) { !reasons.withLock { $0.isEmpty } }
        }
        try await lock
        #expect(state.stall?.contains("processing 1 records") == true)
        #expect(reasons.withLock(\.count) == 1)
    }
}
